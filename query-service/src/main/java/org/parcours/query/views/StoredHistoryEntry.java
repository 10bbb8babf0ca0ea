package org.parcours.query.views;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.DataEntryMode;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.Observation;
import org.parcours.events.PatientId;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.HistoryEntry;
import org.parcours.query.timeline.fold.TimelineEntry;

/** One event in the history of an entry. */
public record StoredHistoryEntry(
        EventId event,
        long position,
        String type,
        Occurrence occurredAt,
        Instant recordedAt,
        String source,
        String messageId,
        Optional<String> author,
        DataEntryMode entryMode,
        boolean late,
        Optional<EventId> corrects,
        String status,
        List<EntryDetail> details,
        List<Observation> values,
        List<LinkedDocument> documents,
        List<DocumentRef> attachments,
        List<String> notes,
        List<String> unread,
        List<Anomaly> anomalies) {

    /**
     * When something happened, as precise as it was reported.
     *
     * @param time the first moment of the stated period, with the offset as reported: the date of a DAY is its date
     */
    public record Occurrence(OffsetDateTime time, TimePrecision precision, TimeOrigin origin) {

        public static Occurrence of(EntryTime occurrence) {
            return new Occurrence(occurrence.time().time(), occurrence.precision(), occurrence.origin());
        }
    }

    static StoredHistoryEntry of(PatientId patient, String entry, HistoryEntry historyEntry) {
        Envelope envelope = historyEntry.envelope();
        return new StoredHistoryEntry(
                envelope.id(),
                envelope.position(),
                EventType.of(envelope.event().getClass()).toString(),
                Occurrence.of(EntryTime.of(envelope)),
                envelope.recordedAt(),
                envelope.reporter().application(),
                envelope.reporter().messageId(),
                envelope.reporter().author(),
                envelope.reporter().entryMode(),
                envelope.isLate(),
                envelope.corrects(),
                TimelineEntry.code(historyEntry.status()),
                historyEntry.details(),
                historyEntry.values(),
                LinkedDocument.of(envelope.documents(), patient, entry),
                envelope.annotations().attachments(),
                envelope.annotations().notes(),
                envelope.annotations().unread(),
                envelope.anomalies());
    }
}
