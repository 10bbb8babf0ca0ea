package org.parcours.command.intake.cloudevents;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.Sender;

/** A CloudEvent as a feed received it, alone or as one of several in a request. */
public final class ReceivedCloudEvent implements ReceivedMessage {

    private final Sender sender;
    private final Optional<String> messageId;
    private final String contentType;
    private final Supplier<byte[]> bytes;
    private final Supplier<ParseResult> parser;
    private final Supplier<String> rawStore;
    private final Supplier<List<String>> ignoredFields;
    private Optional<byte[]> cachedBytes = Optional.empty();

    ReceivedCloudEvent(
            Sender sender,
            Optional<String> messageId,
            String contentType,
            Supplier<byte[]> bytes,
            Supplier<ParseResult> parser,
            Supplier<String> rawStore,
            Supplier<List<String>> ignoredFields) {
        this.sender = sender;
        this.messageId = messageId;
        this.contentType = contentType;
        this.bytes = bytes;
        this.parser = parser;
        this.rawStore = rawStore;
        this.ignoredFields = ignoredFields;
    }

    @Override
    public Sender sender() {
        return sender;
    }

    @Override
    public Optional<String> messageId() {
        return messageId;
    }

    @Override
    public String contentType() {
        return contentType;
    }

    @Override
    public byte[] bytes() {
        byte[] result = cachedBytes.orElseGet(bytes);
        cachedBytes = Optional.of(result);
        return result;
    }

    @Override
    public ParseResult parse() {
        return parser.get();
    }

    @Override
    public String storeRaw() {
        return rawStore.get();
    }

    @Override
    public Rejection internalError() {
        return CloudEventRejectionCode.INTERNAL.at("");
    }

    /** The paths of fields that are not used although the event is recorded: an INS that is not validated. */
    public List<String> ignoredFields() {
        return ignoredFields.get();
    }
}
