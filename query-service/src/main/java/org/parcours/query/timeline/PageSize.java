package org.parcours.query.timeline;

/**
 * Where a page ends: at the first of both, after one entry at least.
 *
 * @param bytes of the stored entries
 */
public record PageSize(int entries, long bytes) {

    public static PageSize ofEntries(int entries) {
        return new PageSize(entries, Long.MAX_VALUE);
    }
}
