package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.message.Rejection;

/**
 * A rejected or unsupported message, as received.
 *
 * @param id a UUIDv7: ids are in the order of receipt
 * @param receivedAt when it was first received
 * @param sender the source application
 * @param correctionOf the quarantined message that this one attempted to correct
 * @param submittedBy the person who submitted the correction
 * @param deliveries how often the same bytes were received from the same sender while it was open
 * @param unsupported whether it is well formed but contains nothing that Parcours tracks
 * @param resubmission present once it was resubmitted
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

    /** In characters. A longer name of a sender, path of a field or reason is cut: {@code raw} has all of it. */
    public static final int MAX_NAME = 10_000;

    public enum QuarantineState {
        OPEN,
        /** Contains nothing that Parcours tracks; kept until a mapping for it exists. */
        UNSUPPORTED,
        RESUBMITTED
    }

    /** @param outcome a text for the operator */
    public record ResubmissionRecord(String by, Instant at, String outcome) {}

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
                cut(sender),
                contentType,
                raw,
                rejection.code(),
                cut(rejection.field()),
                cut(rejection.reason()),
                Optional.empty(),
                Optional.empty(),
                1,
                receivedAt,
                false,
                Optional.empty());
    }

    private static String cut(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
    }

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
