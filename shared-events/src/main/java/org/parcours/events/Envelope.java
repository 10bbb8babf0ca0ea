package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * An event and what is known of its telling.
 *
 * @param id this event's own
 * @param subject whose event it is
 * @param recordedAt when Parcours learnt of it (microseconds, UTC)
 * @param position its place in the log: 1, 2, 3, … without a gap
 * @param occurredAt when it happened, with the offset it was told in
 * @param corrects the event that this one corrects or withdraws
 * @param anomalies what surprised when it was recorded
 * @param unknown fields that a newer version wrote and this one does not know: carried along untouched
 */
public record Envelope(
        EventId id,
        PatientId subject,
        Instant recordedAt,
        long position,
        OffsetDateTime occurredAt,
        Reporter reporter,
        Optional<StayId> stay,
        Optional<StepId> step,
        Optional<EventId> corrects,
        List<Anomaly> anomalies,
        Event event,
        @JsonIgnore UnknownFields unknown) {

    /** Rule 2: a fact told more than this after it happened is late. */
    public static final Duration LATE_AFTER = Duration.ofHours(1);

    public Envelope {
        anomalies = List.copyOf(anomalies);
    }

    /** The same event at its place in the log, which only the log can know. */
    public Envelope recorded(long atPosition, Instant at) {
        return new Envelope(
                id, subject, at, atPosition, occurredAt, reporter, stay, step, corrects, anomalies, event, unknown);
    }

    /**
     * Told {@linkplain #LATE_AFTER late}, as was judged when it was taken: a cancellation has its movement's date, which
     * says nothing of when it was told. What came with an old record was not late: nobody could have told it in time.
     */
    public boolean late() {
        return switch (reporter.entryMode()) {
            case LATE -> true;
            case BACK_ENTRY -> occurredAt.toInstant().plus(LATE_AFTER).isBefore(recordedAt);
            case LIVE, MIGRATION -> false;
        };
    }
}
