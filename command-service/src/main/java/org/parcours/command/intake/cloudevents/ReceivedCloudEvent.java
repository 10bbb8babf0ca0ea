package org.parcours.command.intake.cloudevents;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.Sender;
import org.springframework.util.function.SingletonSupplier;

/** A CloudEvent as a feed received it, alone or as one of several in a request. */
public final class ReceivedCloudEvent implements ReceivedMessage {

    private final Sender sender;
    private final Optional<String> messageId;
    private final String contentType;
    private final byte[] bytes;
    private final Supplier<MappedCloudEvent> mapped;
    private final Supplier<String> rawStore;

    ReceivedCloudEvent(
            Sender sender,
            Optional<String> messageId,
            String contentType,
            byte[] bytes,
            Supplier<MappedCloudEvent> mapper,
            Supplier<String> rawStore) {
        this.sender = sender;
        this.messageId = messageId;
        this.contentType = contentType;
        this.bytes = bytes;
        this.mapped = SingletonSupplier.of(mapper);
        this.rawStore = rawStore;
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
        return bytes;
    }

    @Override
    public ParseResult parse() {
        return mapped.get().result();
    }

    @Override
    public String storeRaw() {
        return rawStore.get();
    }

    @Override
    public Rejection internalError() {
        return CloudEventRejectionCode.INTERNAL.at("");
    }

    /**
     * The paths of fields and attributes that are not used although the event is recorded: an INS that is not validated,
     * typing errors, extensions.
     */
    public List<String> ignoredFields() {
        return mapped.get().ignored();
    }
}
