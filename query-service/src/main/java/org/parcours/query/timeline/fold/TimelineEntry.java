package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Anomaly;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Observation;
import org.parcours.events.Reporter;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;

/**
 * One line of the timeline.
 *
 * @param id stable while the events behind it are the same or more
 * @param step the step or stay that it shows, or shows a movement of
 * @param kind a code of the catalogue
 * @param title what the source application calls it, where it says
 * @param stage how far it has come, finer than the status: {@code ordered}, {@code preliminary}, {@code missed}, …
 * @param start when it began or is expected to; where it stands in the timeline
 * @param occurredAt when what it shows happened
 * @param recordedAt when Parcours learnt what it shows
 * @param late it was first told more than an hour after it happened
 * @param corrected what it shows is not what was told at first
 * @param history the events behind it, in log order
 */
public record TimelineEntry(
        String id,
        UUID step,
        Optional<StayId> stay,
        String kind,
        Optional<String> title,
        StepStatus status,
        String stage,
        Instant start,
        Optional<Instant> end,
        OffsetDateTime occurredAt,
        Instant recordedAt,
        Reporter reporter,
        boolean late,
        boolean corrected,
        Optional<String> movement,
        List<EntryDetail> details,
        List<Observation> values,
        List<DocumentRef> documents,
        List<Anomaly> anomalies,
        List<HistoryEntry> history) {

    /** In the order in which things happened; what happened together, in the order in which it was learnt. */
    static final Comparator<TimelineEntry> CHRONOLOGICAL = Comparator.comparing(TimelineEntry::start)
            .thenComparing(entry -> entry.kind().equals(StayFold.STAY) ? 0 : 1)
            .thenComparing(entry -> entry.history().isEmpty()
                    ? 0L
                    : entry.history().getFirst().envelope().position())
            .thenComparing(TimelineEntry::id);

    public TimelineEntry {
        details = List.copyOf(details);
        values = List.copyOf(values);
        documents = List.copyOf(documents);
        anomalies = List.copyOf(anomalies);
        history = List.copyOf(history);
    }

    /** A marker: something is known of this step, and cannot be shown. It says what was told when and by whom. */
    static TimelineEntry marker(UUID step, List<Envelope> events) {
        Envelope first = StepFold.firstRecorded(events);
        return new TimelineEntry(
                first.id().toString(),
                step,
                first.stay(),
                "other",
                Optional.empty(),
                StepStatus.IN_PROGRESS,
                "unshown",
                first.recordedAt(),
                Optional.empty(),
                first.recordedAt().atOffset(ZoneOffset.UTC),
                first.recordedAt(),
                first.reporter(),
                false,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(Anomaly.of(Anomaly.Code.CANNOT_BE_SHOWN)),
                events.stream()
                        .sorted(Comparator.comparing(Envelope::position))
                        .distinct()
                        .map(envelope -> new HistoryEntry(envelope, HistoryStatus.IN_EFFECT, List.of(), List.of()))
                        .toList());
    }

    public Optional<String> detail(String key) {
        return details.stream()
                .filter(detail -> detail.key().equals(key))
                .findFirst()
                .flatMap(EntryDetail::text);
    }
}
