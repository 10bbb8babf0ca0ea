package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An event with its metadata: whose it is, when it happened, who reported it, where it is in the log.
 *
 * @param subject the patient
 * @param recordedAt when Parcours recorded it (microseconds, UTC)
 * @param position its place in the log: 1, 2, 3, … without a gap
 * @param occurredAt when it happened, with the offset as reported
 * @param corrects the event that this one corrects or withdraws
 * @param annotations what the message states besides: the precision of {@code occurredAt}, notes, unread fields, …
 * @param unknown fields that a newer version wrote and this version does not know; written back unchanged
 */
public record Envelope(
        EventId id,
        PatientId subject,
        Instant recordedAt,
        long position,
        OffsetDateTime occurredAt,
        EventProvenance reporter,
        Optional<StayId> stay,
        Optional<StepId> step,
        Optional<EventId> corrects,
        List<Anomaly> anomalies,
        Event event,
        EventAnnotations annotations,
        @JsonIgnore UnknownFields unknown) {

    /** Rule 2: a fact reported more than this after it happened is late. */
    public static final Duration LATE_AFTER = Duration.ofHours(1);

    public Envelope {
        anomalies = List.copyOf(anomalies);
    }

    /** An event without annotations. */
    public Envelope(
            EventId id,
            PatientId subject,
            Instant recordedAt,
            long position,
            OffsetDateTime occurredAt,
            EventProvenance reporter,
            Optional<StayId> stay,
            Optional<StepId> step,
            Optional<EventId> corrects,
            List<Anomaly> anomalies,
            Event event,
            UnknownFields unknown) {
        this(
                id,
                subject,
                recordedAt,
                position,
                occurredAt,
                reporter,
                stay,
                step,
                corrects,
                anomalies,
                event,
                EventAnnotations.NONE,
                unknown);
    }

    /** Of the id alone, which two events do not share: the event has many values. */
    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** When it happened, with the precision that was reported. */
    public PartialDateTime occurrence() {
        return new PartialDateTime(occurredAt, annotations.precision());
    }

    /** The business keys of the step: those of the event, then the further ones. */
    public List<StepKey> stepKeys() {
        return annotations.otherKeys().isEmpty()
                ? event.stepKeys()
                : Stream.concat(event.stepKeys().stream(), annotations.otherKeys().stream())
                        .distinct()
                        .toList();
    }

    /** The documents of the event, then its attachments. */
    public List<DocumentRef> documents() {
        return Stream.concat(event.documents().stream(), annotations.attachments().stream())
                .distinct()
                .toList();
    }

    /** When the sender reported it (EVN-2, MSH-7), where that is known to the time of day. */
    public Optional<Instant> reportedAt() {
        return Optional.ofNullable(annotations.details().get(DetailKey.REPORTED_AT))
                .map(PartialDateTime::parse)
                .filter(time -> time.precision().hasTimeOfDay())
                .map(PartialDateTime::toInstant);
    }

    /** The same event with the position and time that the log gave it. */
    public Envelope atPosition(long atPosition, Instant at) {
        return new Envelope(
                id,
                subject,
                at,
                atPosition,
                occurredAt,
                reporter,
                stay,
                step,
                corrects,
                anomalies,
                event,
                annotations,
                unknown);
    }

    /** The same event with these unknown fields. */
    public Envelope withUnknown(UnknownFields fields) {
        return new Envelope(
                id,
                subject,
                recordedAt,
                position,
                occurredAt,
                reporter,
                stay,
                step,
                corrects,
                anomalies,
                event,
                annotations,
                fields);
    }

    /**
     * Reported {@linkplain #LATE_AFTER late}, as decided when the fact was recorded: a cancellation carries the date of
     * its movement, not the time of the report. Migrated facts are never late.
     */
    public boolean isLate() {
        return switch (reporter.entryMode()) {
            case LATE -> true;
            case BACK_ENTRY -> occurredAt.toInstant().plus(LATE_AFTER).isBefore(recordedAt);
            case LIVE, MIGRATION -> false;
        };
    }
}
