package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.message.Rejection;

/** A rejected or unsupported message, as received. */
public record QuarantinedMessage(QuarantinedMessageSummary summary, byte[] raw) {

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
                new QuarantinedMessageSummary(
                        id,
                        receivedAt,
                        feed,
                        cut(sender),
                        contentType,
                        rejection.code(),
                        cut(rejection.field()),
                        cut(rejection.reason()),
                        Optional.empty(),
                        Optional.empty(),
                        1,
                        receivedAt,
                        false,
                        Optional.empty()),
                raw);
    }

    private static String cut(String text) {
        return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
    }

    public QuarantinedMessage asCorrectionOf(UUID original, String by) {
        return new QuarantinedMessage(
                new QuarantinedMessageSummary(
                        summary.id(),
                        summary.receivedAt(),
                        summary.feed(),
                        summary.sender(),
                        summary.contentType(),
                        summary.code(),
                        summary.field(),
                        summary.reason(),
                        Optional.of(original),
                        Optional.of(by),
                        summary.deliveries(),
                        summary.lastReceivedAt(),
                        summary.unsupported(),
                        summary.resubmission()),
                raw);
    }

    public UUID id() {
        return summary.id();
    }

    public Instant receivedAt() {
        return summary.receivedAt();
    }

    public String feed() {
        return summary.feed();
    }

    public String sender() {
        return summary.sender();
    }

    public String contentType() {
        return summary.contentType();
    }

    public String code() {
        return summary.code();
    }

    public String field() {
        return summary.field();
    }

    public String reason() {
        return summary.reason();
    }

    public Optional<UUID> correctionOf() {
        return summary.correctionOf();
    }

    public Optional<String> submittedBy() {
        return summary.submittedBy();
    }

    public long deliveries() {
        return summary.deliveries();
    }

    public Instant lastReceivedAt() {
        return summary.lastReceivedAt();
    }

    public Optional<ResubmissionRecord> resubmission() {
        return summary.resubmission();
    }

    public QuarantineState state() {
        return summary.state();
    }
}
