package org.parcours.query.views;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import org.parcours.events.SupportedYears;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.TimelineEntry;

/**
 * The order of a timeline as a text: the start, stays before the other entries of the same time, then the position of the
 * first event. A date without a time of day is at the beginning of that day in the hospital, a discharge at its end.
 */
public final class EntryOrder {

    private static final String DISCHARGE = "discharge";
    private static final String STAY = "stay";

    /** Makes the milliseconds of each supported year positive, with at most 15 digits. */
    private static final long OFFSET = 100_000_000_000_000L;

    private EntryOrder() {}

    public static String of(TimelineEntry entry, ZoneId hospital) {
        long position = entry.history().isEmpty()
                ? 0
                : entry.history().getFirst().envelope().position();
        return "%s%s%019d"
                .formatted(atStart(start(entry, hospital)), entry.kind().equals(STAY) ? "0" : "1", position);
    }

    public static Comparator<TimelineEntry> comparator(ZoneId hospital) {
        return Comparator.<TimelineEntry, String>comparing(entry -> of(entry, hospital))
                .thenComparing(TimelineEntry::id);
    }

    /** The beginning of the orders of all entries that start at this time. */
    public static String atStart(Instant start) {
        return "%015d".formatted(OFFSET + SupportedYears.nearest(start).toEpochMilli());
    }

    /** The start that an order has. */
    public static Instant start(String order) {
        return Instant.ofEpochMilli(Long.parseLong(order.substring(0, 15)) - OFFSET);
    }

    /** The beginning of the order of an entry, by which two entries are compared unless they start together. */
    public static String startOf(TimelineEntry entry, ZoneId hospital) {
        return atStart(start(entry, hospital));
    }

    private static Instant start(TimelineEntry entry, ZoneId hospital) {
        EntryTime start = entry.startTime();
        return entry.kind().equals(DISCHARGE) && !start.hasTimeOfDay()
                ? start.endIn(hospital).minusMillis(1)
                : start.startIn(hospital);
    }

    /** Until when the entry is still to come; a plan for today without a time of day is so until the day is over. */
    public static Instant aheadUntil(TimelineEntry entry, ZoneId hospital) {
        return switch (entry.status()) {
            case PLANNED -> entry.startTime().endIn(hospital);
            case IN_PROGRESS, DONE, ON_HOLD, STOPPED, UNKNOWN ->
                entry.startTime().startIn(hospital);
            case CANCELLED, NOT_DONE, WITHDRAWN -> Instant.EPOCH;
        };
    }
}
