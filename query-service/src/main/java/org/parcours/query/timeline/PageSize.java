package org.parcours.query.timeline;

import java.util.function.Predicate;
import org.parcours.query.views.StoredEntry;

/**
 * Where a page ends: at the first of these, after one entry at least.
 *
 * @param bytes of the stored entries
 * @param accepts asked for each entry, in order; the page ends before the one that it refuses
 */
public record PageSize(int entries, long bytes, Predicate<StoredEntry> accepts) {

    public PageSize(int entries, long bytes) {
        this(entries, bytes, _ -> true);
    }

    public static PageSize ofEntries(int entries) {
        return new PageSize(entries, Long.MAX_VALUE);
    }
}
