package org.parcours.query.views;

import java.time.Instant;
import java.util.List;
import org.parcours.events.PatientId;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.HistoryEntry;
import org.parcours.query.timeline.fold.Timeline;
import org.parcours.query.timeline.fold.Timeline.TimelineAnomaly;
import org.parcours.query.timeline.fold.TimelineEntry;

/**
 * An entry as pages and the API list it.
 *
 * @param entry without its history
 * @param first when its first event happened; {@code firstRecordedAt}: when that was recorded
 * @param events how many events its history has
 * @param anomalies of the entry, each with the event that has it
 * @param history its last events, at most {@value #MAX_HISTORY}: the entry's own page has all
 */
public record StoredEntry(
        TimelineEntry entry,
        EntryTime first,
        Instant firstRecordedAt,
        int events,
        List<TimelineAnomaly> anomalies,
        List<LinkedDocument> documents,
        List<StoredHistoryEntry> history) {

    public static final int MAX_HISTORY = 100;

    public StoredEntry {
        anomalies = List.copyOf(anomalies);
        documents = List.copyOf(documents);
        history = List.copyOf(history);
    }

    /**
     * @param patient under whom the entry is shown
     * @param complete the entry with its history
     */
    public static StoredEntry of(PatientId patient, TimelineEntry complete) {
        List<HistoryEntry> history = complete.history();
        return new StoredEntry(
                complete.withoutHistory(),
                history.isEmpty()
                        ? complete.occurrence()
                        : EntryTime.of(history.getFirst().envelope()),
                history.isEmpty()
                        ? complete.recordedAt()
                        : history.getFirst().envelope().recordedAt(),
                history.size(),
                Timeline.entryAnomalies(complete),
                LinkedDocument.of(complete.documents(), patient, complete.id()),
                history.stream()
                        .skip(Math.max(0, history.size() - MAX_HISTORY))
                        .map(entry -> StoredHistoryEntry.of(patient, complete.id(), entry))
                        .toList());
    }
}
