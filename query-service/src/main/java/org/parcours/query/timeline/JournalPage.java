package org.parcours.query.timeline;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.query.timeline.fold.PatientJournal;
import org.parcours.query.timeline.fold.TimelineEntry;

/**
 * A part of a patient's journal.
 *
 * @param journal the whole journal where it has events of several records, else this part of it
 * @param events in log order
 * @param next the position after which, or before which, the next page begins; empty on the last one
 * @param entries in which the events are shown, those with a long history excepted
 * @param positions of these events and of others of the same entries
 */
public record JournalPage(
        PatientJournal journal,
        List<Envelope> events,
        Optional<Long> next,
        Map<EventId, TimelineEntry> entries,
        Map<EventId, Long> positions) {

    public JournalPage {
        events = List.copyOf(events);
        entries = Map.copyOf(entries);
        positions = Map.copyOf(positions);
    }
}
