package org.parcours.command.axon;

import java.util.concurrent.CompletableFuture;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.journey.decision.MessageDecisionState;
import org.parcours.command.message.ParsedMessage;

/**
 * The only command: record a message. It is its own entity id for Axon, compared by reference; its result is the
 * journey's {@code Decision}.
 */
final class RecordMessage {

    private final ParsedMessage message;
    private final MessageDecisionState initialState;
    private final CompletableFuture<Commit> commit = new CompletableFuture<>();

    RecordMessage(ParsedMessage message) {
        this.message = message;
        this.initialState = MessageDecisionState.of(message);
    }

    ParsedMessage message() {
        return message;
    }

    /** Before any recorded event; its queries say which events the decision depends on. */
    MessageDecisionState initialState() {
        return initialState;
    }

    /** Completed with the command's commit before its unit of work ends; never where nothing is appended. */
    CompletableFuture<Commit> commit() {
        return commit;
    }
}
