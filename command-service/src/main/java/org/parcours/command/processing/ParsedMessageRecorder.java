package org.parcours.command.processing;

import org.parcours.command.message.ParsedMessage;

/** Decides what a parsed message adds to the log, and appends it. */
public interface ParsedMessageRecorder {

    /** The code of a message that one commit cannot hold. */
    String TOO_LARGE = "PARC-0401";

    /**
     * Returns once the outcome is durable (rule 6: ACK after the disk).
     *
     * @return {@link Outcome.Recorded}, {@link Outcome.Duplicate} or {@link Outcome.Unavailable}
     * @throws org.parcours.command.message.RejectionException {@value #TOO_LARGE}; nothing was recorded
     */
    Outcome record(ParsedMessage message);
}
