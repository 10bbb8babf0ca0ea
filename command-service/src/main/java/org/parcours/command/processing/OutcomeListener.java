package org.parcours.command.processing;

import java.util.Optional;
import org.parcours.command.message.ParsedMessage;
import org.parcours.command.message.Sender;

/** Observes the outcome of every message that its sender sent; resubmissions by a person are not reported. */
public interface OutcomeListener {

    OutcomeListener NONE = (_, _, _) -> {};

    /** @param parsed empty where the message was not parsed. Must return fast, and must not throw. */
    void processed(Sender sender, Optional<ParsedMessage> parsed, Outcome outcome);
}
