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
 * What the events of one entry state besides their own fields: those that still count. A cancelled entry keeps the
 * details of what was cancelled. What a replaced event stated is in the history only.
 */
record EntryAnnotations(
        List<EntryDetail> details, List<String> notes, List<DocumentRef> attachments, List<String> unread) {

    /**
     * @param history in the order of the fold: a later event's detail replaces an earlier one of the same key
     * @param cancelled whether the entry as a whole is cancelled
     */
    static EntryAnnotations of(List<HistoryEntry> history, boolean cancelled) {
        Map<String, EntryDetail> details = new LinkedHashMap<>();
        Set<String> notes = new LinkedHashSet<>();
        List<DocumentRef> attachments = new ArrayList<>();
        Set<String> unread = new LinkedHashSet<>();
        for (HistoryEntry entry : history) {
            EventAnnotations annotations = entry.envelope().annotations();
            boolean counts =
                    switch (entry.status()) {
                        case IN_EFFECT, CANCELLATION -> true;
                        case REPLACED, CANCELLED -> false;
                    };
            if (counts || cancelled && entry.status() == HistoryStatus.CANCELLED) {
                EventDetailExtractor.annotatedDetails(entry.envelope())
                        .forEach(detail -> details.put(detail.key(), detail));
            }
            if (counts) {
                notes.addAll(annotations.notes());
                attachments.addAll(annotations.attachments());
                unread.addAll(annotations.unread());
            }
        }
        return new EntryAnnotations(
                List.copyOf(details.values()), List.copyOf(notes), List.copyOf(attachments), List.copyOf(unread));
    }
}
