package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parcours.events.DocumentRef;
import org.parcours.events.EventAnnotations;

/**
 * What the events of one entry state besides their own fields. Notes, attachments and unread fields are those of the
 * events that still count; details also those of a cancelled event, as an entry keeps the other details of it. What a
 * replaced event stated is in the history only.
 */
record EntryAnnotations(
        List<EntryDetail> details, List<String> notes, List<DocumentRef> attachments, List<String> unread) {

    /** @param history in log order: a later event's detail replaces an earlier one of the same key */
    static EntryAnnotations of(List<HistoryEntry> history) {
        Map<String, EntryDetail> details = new LinkedHashMap<>();
        Set<String> notes = new LinkedHashSet<>();
        List<DocumentRef> attachments = new ArrayList<>();
        Set<String> unread = new LinkedHashSet<>();
        for (HistoryEntry entry : history) {
            EventAnnotations annotations = entry.envelope().annotations();
            if (entry.status() != HistoryStatus.REPLACED) {
                EventDetailExtractor.annotatedDetails(entry.envelope()).forEach(detail -> details.put(detail.key(), detail));
            }
            if (entry.status() == HistoryStatus.IN_EFFECT || entry.status() == HistoryStatus.CANCELLATION) {
                notes.addAll(annotations.notes());
                attachments.addAll(annotations.attachments());
                unread.addAll(annotations.unread());
            }
        }
        return new EntryAnnotations(
                List.copyOf(details.values()), List.copyOf(notes), List.copyOf(attachments), List.copyOf(unread));
    }
}
