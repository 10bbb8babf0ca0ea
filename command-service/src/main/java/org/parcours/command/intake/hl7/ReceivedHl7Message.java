package org.parcours.command.intake.hl7;

import java.nio.charset.Charset;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.DecodedHl7Text;
import org.parcours.command.intake.hl7.message.Hl7Batch;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;

/** An HL7 v2 message as received: the MSH is read at once, the other segments when the message is parsed. */
public final class ReceivedHl7Message implements ReceivedMessage {

    private final Hl7MessageParser parser;
    private final byte[] bytes;
    private final Optional<Rejection> rejection;
    private final Optional<Hl7Segment> firstLine;
    private Charset charset;
    private Optional<Hl7Message> message = Optional.empty();

    /** @param rejection present for a message that is rejected without being parsed */
    ReceivedHl7Message(Hl7MessageParser parser, byte[] bytes, Optional<Rejection> rejection) {
        this.parser = parser;
        this.bytes = bytes;
        this.rejection = rejection;
        DecodedHl7Text decoded = DecodedHl7Text.decodeFirstLine(bytes);
        this.charset = decoded.charset();
        this.firstLine = Hl7Message.parseHeader(decoded.text());
    }

    /** The MSH segment, if the message has one; only the beginning of one of more than 16 KB until it is parsed. */
    public Optional<Hl7Segment> header() {
        return message.map(Hl7Message::header).or(() -> firstLine);
    }

    /** The segments; empty until the message is parsed, and if it cannot be parsed. */
    public Optional<Hl7Message> message() {
        return message;
    }

    /** The character set of the bytes: detected from the MSH alone until the message is parsed. */
    public Charset charset() {
        return charset;
    }

    @Override
    public Sender sender() {
        return HeaderValues.sender(header());
    }

    @Override
    public Optional<String> messageId() {
        return header().flatMap(msh -> msh.value(10)).map(HeaderValues::onOneLine);
    }

    @Override
    public String contentType() {
        return Hl7MessageParser.CONTENT_TYPE;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public ParseResult parse() {
        if (rejection.isPresent()) {
            return rejection.get();
        }
        if (Hl7Batch.parse(bytes).isPresent()) {
            return Hl7RejectionCode.SEVERAL_MESSAGES.at("MSH");
        }
        try {
            DecodedHl7Text text = parser.decode(bytes, sender());
            charset = text.charset();
            Hl7Message parsed = parser.parseSegments(text);
            message = Optional.of(parsed);
            return parser.parse(parsed, text.guess());
        } catch (RejectionException e) {
            return e.rejection();
        }
    }

    @Override
    public String storeRaw() {
        return parser.storeRaw(bytes);
    }

    @Override
    public Rejection internalError() {
        return Hl7RejectionCode.INTERNAL.at("MSH");
    }
}
