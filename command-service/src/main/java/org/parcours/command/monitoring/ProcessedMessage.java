package org.parcours.command.monitoring;

import java.time.Instant;
import org.parcours.command.message.Sender;
import org.parcours.command.processing.Outcome;

/**
 * @param late whether a fact was reported more than an hour after it happened
 * @param firstEvent the event of its first fact, {@code PatientAdmitted}; empty where it was not parsed
 * @param messageId the sender's own id of the message; empty where it was not read
 * @param code of the rejection or of the reason why the message is unsupported; otherwise empty
 * @param field as {@code code}
 */
public record ProcessedMessage(
        Sender sender,
        Instant receivedAt,
        Outcome.Kind outcome,
        boolean late,
        String firstEvent,
        String messageId,
        String code,
        String field) {

    /** The same outcome with names that every index accepts and a page can show. */
    ProcessedMessage withBoundedNames() {
        Sender bounded = new Sender(DisplayName.of(sender.application()), sender.facility(), sender.feed());
        return new ProcessedMessage(
                bounded, receivedAt, outcome, late, firstEvent, DisplayName.of(messageId), code, DisplayName.of(field));
    }

    /** The same outcome of another sender. */
    ProcessedMessage from(Sender other) {
        return new ProcessedMessage(other, receivedAt, outcome, late, firstEvent, messageId, code, field);
    }
}
