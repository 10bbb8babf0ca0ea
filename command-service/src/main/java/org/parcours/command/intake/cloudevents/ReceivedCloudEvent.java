package org.parcours.command.intake.cloudevents;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.parcours.command.message.ParseResult;
import org.parcours.command.message.ReceivedMessage;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.Sender;

/** A CloudEvent as a feed received it, alone or as one of several in a request. */
public record ReceivedCloudEvent(
        Sender sender,
        Optional<String> messageId,
        String contentType,
        byte[] bytes,
        Supplier<ParseResult> parser,
        Supplier<String> rawStore,
        Supplier<List<String>> ignored)
        implements ReceivedMessage {

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
        return ignored.get();
    }
}
