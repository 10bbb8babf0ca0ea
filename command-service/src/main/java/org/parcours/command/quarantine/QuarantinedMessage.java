package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.message.Rejection;

/**
 * A message that was refused, as it came.
 *
 * @param id a UUIDv7: ids are in the order of receipt
 * @param receivedAt when it came first
 * @param feed the channel, such as {@code mllp}
 * @param sender the source application
 * @param raw its bytes, unchanged
 * @param code the refusal's code, as in the runbook
 * @param field what in the message was refused
 * @param correctionOf the quarantined message that this one tried to correct
 * @param submittedBy the person who submitted that correction
 * @param deliveries how often the same bytes came from the same sender while it was open
 * @param unsupported it is well formed, and tells nothing that is tracked
 * @param resubmission what became of it; empty while it is open
 */
public record QuarantinedMessage(
        UUID id,
        Instant receivedAt,
        String feed,
        String sender,
        String contentType,
        byte[] raw,
        String code,
        String field,
        String reason,
        Optional<UUID> correctionOf,
        Optional<String> submittedBy,
        long deliveries,
        Instant lastReceivedAt,
        boolean unsupported,
        Optional<ResubmissionRecord> resubmission) {

    public enum QuarantineState {
        /** It waits for a person. */
        OPEN,
        /** It tells nothing that is tracked: kept for the day on which somebody maps it, and nobody's work. */
        UNSUPPORTED,
        RESUBMITTED
    }

    /** @param outcome in words, for the person who looks it up */
    public record ResubmissionRecord(String by, Instant at, String outcome) {}

    /** A message refused just now. */
    public static QuarantinedMessage rejected(
            UUID id,
            Instant receivedAt,
            String feed,
            String sender,
            String contentType,
            byte[] raw,
            Rejection rejection) {
        return new QuarantinedMessage(
                id,
                receivedAt,
                feed,
                sender,
                contentType,
                raw,
                rejection.code(),
                rejection.field(),
                rejection.reason(),
                Optional.empty(),
                Optional.empty(),
                1,
                receivedAt,
                false,
                Optional.empty());
    }

    /** The same, as an attempt to correct another. */
    public QuarantinedMessage asCorrectionOf(UUID original, String by) {
        return new QuarantinedMessage(
                id,
                receivedAt,
                feed,
                sender,
                contentType,
                raw,
                code,
                field,
                reason,
                Optional.of(original),
                Optional.of(by),
                deliveries,
                lastReceivedAt,
                unsupported,
                resubmission);
    }

    public QuarantineState state() {
        return resubmission.isPresent()
                ? QuarantineState.RESUBMITTED
                : unsupported ? QuarantineState.UNSUPPORTED : QuarantineState.OPEN;
    }
}
