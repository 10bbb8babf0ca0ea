package org.parcours.query.timeline.fold;

import java.util.List;
import org.parcours.events.Envelope;
import org.parcours.events.Observation;

/** One event of an entry with the details it reported: the old values stay one click away (rule 3). */
public record HistoryEntry(
        Envelope envelope, HistoryStatus status, List<EntryDetail> details, List<Observation> values) {

    public HistoryEntry {
        details = List.copyOf(details);
        values = List.copyOf(values);
    }

    /** This entry with the status, unless it is no longer in effect. */
    HistoryEntry outdated(HistoryStatus newStatus) {
        return status == HistoryStatus.IN_EFFECT ? new HistoryEntry(envelope, newStatus, details, values) : this;
    }

    static HistoryEntry of(Envelope envelope, HistoryStatus status) {
        return new HistoryEntry(
                envelope,
                status,
                EventDetailExtractor.details(envelope),
                EventDetailExtractor.values(envelope.event()));
    }
}
