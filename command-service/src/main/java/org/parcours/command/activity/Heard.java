package org.parcours.command.activity;

import java.time.Instant;
import org.parcours.command.intake.Sender;

/**
 * One message and what came of it.
 *
 * @param kind what it told first, {@code PatientAdmitted}; empty where it was not understood
 * @param messageId the sender's own; empty where it was not read
 * @param code, field of the refusal; empty where there is none
 * @param late it told something more than an hour after it happened
 */
public record Heard(
        Sender sender,
        Instant at,
        Outcome outcome,
        boolean late,
        String kind,
        String messageId,
        String code,
        String field) {

    public enum Outcome {
        RECORDED,
        DUPLICATE,
        /** It tells nothing that is tracked. */
        KEPT,
        /** In quarantine. */
        REFUSED,
        /** The log could not be written: its sender keeps it. */
        UNAVAILABLE
    }
}
