package org.parcours.query.timeline;

import java.util.List;
import java.util.Optional;
import org.parcours.query.views.StoredEntry;

/**
 * @param cursors of the entries
 * @param next where the next page begins; empty on the last one
 */
public record EntryPage(List<StoredEntry> entries, List<EntryCursor> cursors, Optional<EntryCursor> next) {

    public static final EntryPage EMPTY = new EntryPage(List.of(), List.of(), Optional.empty());

    public EntryPage {
        entries = List.copyOf(entries);
        cursors = List.copyOf(cursors);
    }

    /** Its first entries only; the next page begins after them. */
    EntryPage limitedTo(int limit) {
        return limit >= entries.size()
                ? this
                : new EntryPage(
                        entries.subList(0, limit), cursors.subList(0, limit), Optional.of(cursors.get(limit - 1)));
    }
}
