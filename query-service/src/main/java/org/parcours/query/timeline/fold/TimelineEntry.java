package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.parcours.events.Anomaly;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.EventProvenance;
import org.parcours.events.Observation;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;
import org.parcours.events.TimeOrigin;

/**
 * @param id stays the same when events are added
 * @param step the step or stay of the entry; for a movement, its stay
 * @param kind a code of the catalogue
 * @param stage more precise than the status: {@code ordered}, {@code preliminary}, {@code missed}, …
 * @param startTime the actual or planned start, by which entries are ordered
 * @param occurrence when the event shown happened; {@code recordedAt} when it was recorded
 * @param late the fact was first reported more than an hour after it happened
 * @param documents the main documents, then the attachments
 * @param notes the comments on the entry as a whole, in the order of its events
 * @param unread paths of the messages' fields that no mapping reads (rule 8)
 * @param history the events of the entry, in log order
 */
public record TimelineEntry(
        String id,
        UUID step,
        Optional<StayId> stay,
        String kind,
        Optional<String> title,
        StepStatus status,
        String stage,
        EntryTime startTime,
        Optional<EntryTime> endTime,
        EntryTime occurrence,
        Instant recordedAt,
        EventProvenance reporter,
        boolean late,
        boolean corrected,
        Optional<String> movement,
        List<EntryDetail> details,
        List<Observation> values,
        List<DocumentRef> documents,
        List<String> notes,
        List<String> unread,
        List<Anomaly> anomalies,
        List<HistoryEntry> history) {

    /** By start; at the same time by position. */
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
        notes = List.copyOf(notes);
        unread = List.copyOf(unread);
        anomalies = List.copyOf(anomalies);
        history = List.copyOf(history);
    }

    /** A marker for a step that cannot be folded. Its history lists the events with time and source. */
    static TimelineEntry marker(UUID step, List<Envelope> events) {
        Envelope first = StepEventsFold.firstRecorded(events);
        EntryTime recorded =
                new EntryTime(PartialDateTime.of(first.recordedAt().atOffset(ZoneOffset.UTC)), TimeOrigin.RECEIVED);
        return new TimelineEntry(
                first.id().toString(),
                step,
                first.stay(),
                "other",
                Optional.empty(),
                StepStatus.IN_PROGRESS,
                "unshown",
                recorded,
                Optional.empty(),
                recorded,
                first.recordedAt(),
                first.reporter(),
                false,
                false,
                Optional.empty(),
                List.of(),
                List.of(),
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

    /** The first moment of the stated start. */
    public Instant start() {
        return startTime.start();
    }

    /** The first moment of the stated end. */
    public Optional<Instant> end() {
        return endTime.map(EntryTime::start);
    }

    public OffsetDateTime occurredAt() {
        return occurrence.time().time();
    }

    /** {@code in-progress} for {@code IN_PROGRESS}. */
    public static String code(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Optional<String> detail(String key) {
        return details.stream()
                .filter(detail -> detail.key().equals(key))
                .findFirst()
                .flatMap(EntryDetail::text);
    }

    /** With more events in its history. */
    TimelineEntry withHistory(List<HistoryEntry> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<HistoryEntry> all = new ArrayList<>(history);
        all.addAll(more);
        all.sort(Comparator.comparing(entry -> entry.envelope().position()));
        return with(stay, status, stage, anomalies, all);
    }

    /** As an entry of which nothing counts any more. */
    TimelineEntry withdrawn(List<Envelope> withdrawals) {
        List<HistoryEntry> all = new ArrayList<>(history.stream()
                .map(entry -> entry.outdated(HistoryStatus.CANCELLED))
                .toList());
        withdrawals.forEach(withdrawal -> all.add(HistoryEntry.of(withdrawal, HistoryStatus.CANCELLATION)));
        all.sort(Comparator.comparing(entry -> entry.envelope().position()));
        List<Anomaly> more = new ArrayList<>(anomalies);
        withdrawals.forEach(withdrawal -> more.addAll(withdrawal.anomalies()));
        String withdrawnStage = kind.equals(StayFold.STAY) ? "stay-withdrawn" : "withdrawn";
        return with(
                stay,
                StepStatus.WITHDRAWN,
                withdrawnStage,
                more.stream().distinct().toList(),
                all);
    }

    public TimelineEntry withoutHistory() {
        return with(stay, status, stage, anomalies, List.of());
    }

    TimelineEntry inStay(Optional<StayId> other) {
        return other.equals(stay) ? this : with(other, status, stage, anomalies, history);
    }

    private TimelineEntry with(
            Optional<StayId> stay,
            StepStatus status,
            String stage,
            List<Anomaly> anomalies,
            List<HistoryEntry> history) {
        return new TimelineEntry(
                id,
                step,
                stay,
                kind,
                title,
                status,
                stage,
                startTime,
                endTime,
                occurrence,
                recordedAt,
                reporter,
                late,
                corrected,
                movement,
                details,
                values,
                documents,
                notes,
                unread,
                anomalies,
                history);
    }
}
