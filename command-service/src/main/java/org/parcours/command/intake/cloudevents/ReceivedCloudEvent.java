package org.parcours.command.intake.cloudevents;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.Sender;

/** A CloudEvent, by itself or one of several in a request. */
public final class ReceivedCloudEvent implements ReceivedMessage {

    private final Sender sender;
    private final Optional<String> id;
    private final String contentType;
    private final Supplier<byte[]> bytes;
    private final Supplier<ParseResult> parsing;
    private final Supplier<String> raw;
    private final Supplier<List<String>> ignored;
    private Optional<byte[]> written = Optional.empty();

    ReceivedCloudEvent(
            Sender sender,
            Optional<String> id,
            String contentType,
            Supplier<byte[]> bytes,
            Supplier<ParseResult> parsing,
            Supplier<String> raw,
            Supplier<List<String>> ignored) {
        this.sender = sender;
        this.id = id;
        this.contentType = contentType;
        this.bytes = bytes;
        this.parsing = parsing;
        this.raw = raw;
        this.ignored = ignored;
    }

    @Override
    public Sender sender() {
        return sender;
    }

    @Override
    public Optional<String> messageId() {
        return id;
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public byte[] bytes() {
        byte[] whole = written.orElseGet(bytes);
        written = Optional.of(whole);
        return whole;
    }

    @Override
    public ParseResult parse() {
        return parsing.get();
    }

    @Override
    public String storeRaw() {
        return raw.get();
    }

    @Override
    public Rejection internalError() {
        return CloudEventRejections.INTERNAL.at("");
    }

    /** The paths of fields that are not used although the event is recorded: an INS that is not validated. */
    public List<String> ignored() {
        return ignored.get();
    }
}
