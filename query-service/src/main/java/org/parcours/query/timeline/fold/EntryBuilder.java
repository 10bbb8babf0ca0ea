package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.ObservationStatus;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayId;
import org.parcours.events.StepStatus;

/** Collects the state of one timeline entry within one fold. */
final class EntryBuilder {

    private final UUID step;
    private final Envelope firstEvent;
    private final Map<String, EntryDetail> details = new LinkedHashMap<>();
    private final ExaminationValueSet values = new ExaminationValueSet();
    private final Map<String, DocumentRef> documents = new LinkedHashMap<>();
    private final Set<Anomaly> anomalies = new LinkedHashSet<>();
    private final List<HistoryEntry> history = new ArrayList<>();

    String kind;
    StepStatus status = StepStatus.PLANNED;
    String stage;
    boolean corrected;
    Optional<String> title = Optional.empty();
    Optional<StayId> stay = Optional.empty();
    Optional<String> movement = Optional.empty();
    private Envelope shownEvent;
    private boolean late;
    private @Nullable EntryTime start;
    private @Nullable EntryTime end;

    /** @param firstEvent the first recorded event of the entry; its id becomes the id of the entry */
    EntryBuilder(UUID step, String kind, String stage, Envelope firstEvent) {
        this.step = step;
        this.kind = kind;
        this.stage = stage;
        this.firstEvent = firstEvent;
        this.shownEvent = firstEvent;
        this.late = firstEvent.isLate();
    }

    /** Makes this the event that the entry shows. */
    void show(Envelope envelope) {
        shownEvent = envelope;
        late = envelope.isLate();
        envelope.stay().ifPresent(value -> stay = Optional.of(value));
    }

    /** As {@link #show}; the entry starts with the event unless its start is known. */
    void showAndStart(Envelope envelope) {
        show(envelope);
        startAtIfUnknown(EntryTime.of(envelope));
    }

    /** As {@link #show}, and marks the entry as corrected. A correction is later by nature and does not make it late. */
    void correctBy(Envelope envelope) {
        shownEvent = envelope;
        corrected = true;
        envelope.stay().ifPresent(value -> stay = Optional.of(value));
    }

    /** Sets the status, and the stage of the same name. */
    void setStatus(StepStatus newStatus) {
        setStatus(newStatus, TimelineEntry.code(newStatus));
    }

    void setStatus(StepStatus newStatus, String newStage) {
        status = newStatus;
        stage = newStage;
    }

    /** Adds or replaces details by key; other details stay. */
    void putDetails(List<EntryDetail> added) {
        added.forEach(detail -> details.put(detail.key(), detail));
    }

    void removeDetail(String key) {
        details.remove(key);
    }

    /** A withdrawn document is withdrawn like a value, by its code. */
    ExaminationValueSet.ValueUpdate applyValues(ExaminationValueSet.Report report) {
        report.values().stream()
                .filter(value ->
                        value.status().filter(ObservationStatus::isWithdrawal).isPresent())
                .forEach(value -> documents.values().removeIf(document -> document.title()
                        .equals(Optional.of(value.code().label()))));
        return values.apply(report);
    }

    /** Whether values or documents were reported, and none counts any more. */
    boolean isWithdrawnWhole() {
        return values.isAllWithdrawn() && documents.isEmpty();
    }

    void clearValuesAndDocuments() {
        values.clear();
        documents.clear();
    }

    void addDocument(Optional<DocumentRef> document) {
        document.ifPresent(d -> documents.put(d.sha256(), d));
    }

    void replaceDocuments(Optional<DocumentRef> document) {
        if (document.isPresent()) {
            documents.clear();
        }
        addDocument(document);
    }

    void addAnomalies(Collection<Anomaly> added) {
        anomalies.addAll(added);
    }

    void addAnomaly(Anomaly.Code code) {
        if (anomalies.stream().noneMatch(anomaly -> anomaly.code() == code)) {
            anomalies.add(Anomaly.of(code));
        }
    }

    void addHistory(Envelope envelope, HistoryStatus historyStatus) {
        history.add(HistoryEntry.of(envelope, historyStatus));
    }

    /**
     * A whole state takes the place of the event that it corrects: what that one stated, and this one does not, no longer
     * holds.
     */
    void supersede(Envelope envelope) {
        if (!envelope.annotations().wholeState()) {
            return;
        }
        envelope.corrects().ifPresent(corrected -> {
            Predicate<Envelope> isCorrected = earlier -> earlier.id().equals(corrected);
            history.stream()
                    .map(HistoryEntry::envelope)
                    .filter(isCorrected)
                    .flatMap(earlier -> EventDetailExtractor.details(earlier.event()).stream())
                    .forEach(detail -> details.remove(detail.key(), detail));
            markOutdated(isCorrected, HistoryStatus.REPLACED);
        });
    }

    /** Whether an event in the history meets the condition. */
    boolean hasHistory(Predicate<Envelope> condition) {
        return history.stream().map(HistoryEntry::envelope).anyMatch(condition);
    }

    /** Gives the matching history entries that are still in effect another status. */
    void markOutdated(Predicate<Envelope> which, HistoryStatus historyStatus) {
        history.replaceAll(entry -> which.test(entry.envelope()) ? entry.outdated(historyStatus) : entry);
    }

    void startAt(EntryTime time) {
        start = time;
    }

    void startAt(Optional<PartialDateTime> planned) {
        planned.ifPresent(time -> start = EntryTime.stated(time));
    }

    void startAtIfUnknown(EntryTime time) {
        if (start == null) {
            start = time;
        }
    }

    void endAt(EntryTime time) {
        end = time;
    }

    void endAt(Optional<PartialDateTime> planned) {
        planned.ifPresent(time -> end = EntryTime.stated(time));
    }

    void clearEnd() {
        end = null;
    }

    /** Adds the anomalies, history and marks of another entry: the end of a leave joins its start. */
    void mergeFrom(EntryBuilder other) {
        anomalies.addAll(other.anomalies);
        history.addAll(other.history);
        corrected |= other.corrected;
        late |= other.late;
    }

    TimelineEntry build() {
        return build(firstEvent.id().toString());
    }

    TimelineEntry build(String id) {
        EntryTime entryStart = start == null ? EntryTime.of(shownEvent) : start;
        // The entry has no length then, and the end is shown beside its start.
        Optional.ofNullable(end)
                .filter(time -> entryStart.time().isCertainlyAfter(time.time()))
                .ifPresent(time -> details.putIfAbsent(DetailKey.END, EntryDetail.of(DetailKey.END, time.time())));
        // Before the history is sorted by position: of two details the one that was reported later counts.
        EntryAnnotations annotations = EntryAnnotations.of(history, status.isVoid());
        history.sort(Comparator.comparing(entry -> entry.envelope().position()));
        values.current().forEach(value -> addDocument(value.document()));
        annotations.details().forEach(detail -> details.putIfAbsent(detail.key(), detail));
        annotations.attachments().forEach(document -> documents.putIfAbsent(document.sha256(), document));
        return new TimelineEntry(
                id,
                step,
                stay,
                kind,
                title,
                status,
                stage,
                entryStart,
                Optional.ofNullable(end).filter(time -> isAfter(time, entryStart)),
                EntryTime.of(shownEvent),
                shownEvent.recordedAt(),
                shownEvent.reporter(),
                late,
                corrected,
                movement,
                List.copyOf(details.values()),
                values.current(),
                List.copyOf(documents.values()),
                annotations.notes(),
                annotations.unread(),
                List.copyOf(anomalies),
                history);
    }

    /** Whether the end states more than the start: a date is not before a time of day on it. */
    private static boolean isAfter(EntryTime end, EntryTime start) {
        return end.end().isAfter(start.start()) && !end.start().equals(start.start());
    }
}
