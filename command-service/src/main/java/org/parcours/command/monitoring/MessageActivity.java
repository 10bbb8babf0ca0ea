package org.parcours.command.monitoring;

import java.time.Instant;
import org.parcours.command.message.Sender;
import org.parcours.command.processing.Outcome;

/**
 * One message and what came of it.
 *
 * @param firstEvent what it told first, {@code PatientAdmitted}; empty where it was not understood
 * @param messageId the sender's own; empty where it was not read
 * @param code, field of the refusal; empty where there is none
 * @param late it told something more than an hour after it happened
 */
public record MessageActivity(
        Sender sender,
        Instant receivedAt,
        Outcome.Kind outcome,
        boolean late,
        String firstEvent,
        String messageId,
        String code,
        String field) {}
