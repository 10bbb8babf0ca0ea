package org.parcours.command.intake.fhir;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.EntryRequest;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.message.Sender;

/** A FHIR resource or Bundle as a feed received it. */
public final class ReceivedFhirMessage implements ReceivedMessage {

    private final FhirMessageParser parser;
    private final byte[] bytes;
    private final Optional<String> source;
    private final Optional<String> address;
    private final EntryRequest request;
    private final boolean recordsValidEntries;
    private Optional<ParsedFhirMessage> result = Optional.empty();

    /**
     * @param address the type, or the type and id, that the resource must have; empty: any
     * @param request what the sender asks to do with a single resource
     * @param recordsValidEntries whether the valid entries of a batch or collection are recorded although others are
     *     rejected
     */
    ReceivedFhirMessage(
            FhirMessageParser parser,
            byte[] bytes,
            Optional<String> source,
            Optional<String> address,
            EntryRequest request,
            boolean recordsValidEntries) {
        this.parser = parser;
        this.bytes = bytes;
        this.source = source;
        this.address = address;
        this.request = request;
        this.recordsValidEntries = recordsValidEntries;
    }

    /** The parsed message with the result of each entry; empty before parsing, and where no resource could be read. */
    public Optional<ParsedFhirMessage> result() {
        return result;
    }

    /** A sender that only the message itself names is known once the message is parsed. */
    @Override
    public Sender sender() {
        return result.map(ParsedFhirMessage::sender).orElseGet(() -> FhirMessageParser.sender(source));
    }

    @Override
    public Optional<String> messageId() {
        return result.map(ParsedFhirMessage::messageId);
    }

    @Override
    public String contentType() {
        return FhirResourceCodec.detect(bytes).mediaType();
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public ParseResult parse() {
        ParsedFhirMessage parsed;
        try {
            parsed = parser.parse(bytes, source, request);
            requireAddress(parsed);
        } catch (RejectionException e) {
            return e.rejection();
        }
        result = Optional.of(parsed);
        List<Rejection> rejections = parsed.rejections();
        boolean recordsPart = recordsValidEntries && parsed.message().kind().hasIndependentEntries();
        if (!rejections.isEmpty() && !recordsPart) {
            return rejections.getFirst();
        }
        parser.keepForReferences(parsed);
        return parsed.facts().isEmpty() && rejections.isEmpty()
                ? FhirRejectionCode.unsupported(parsed.firstPath().orElse("Bundle.entry"))
                : parsed.toParsedMessage();
    }

    private void requireAddress(ParsedFhirMessage parsed) {
        if (address.isEmpty()) {
            return;
        }
        String expected = address.get();
        ResourceAddress found = ResourceAddress.of(parsed);
        if (!found.matches(expected)) {
            throw FhirRejectionCode.ADDRESS_MISMATCH.exceptionAt(
                    found.pathOfMismatch(expected), "found " + found + ", expected " + expected);
        }
    }

    @Override
    public String storeRaw() {
        return parser.storeRaw(bytes);
    }

    @Override
    public int maxFactsPerCommit() {
        return parser.maxFactsPerCommit();
    }

    @Override
    public Rejection internalError() {
        return FhirRejectionCode.INTERNAL.at("");
    }
}
