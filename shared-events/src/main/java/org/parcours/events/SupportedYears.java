package org.parcours.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The years 1 to 9999: the range of RFC 3339 and HL7, which every store and screen supports. Java's own range is larger
 * and overflows elsewhere.
 */
public final class SupportedYears {

    /** A day inside the range, so that every time zone's local date is in it too. */
    private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-30T23:59:59Z");

    private SupportedYears() {}

    /** Whether the date is in the range both at its own offset and in UTC. */
    public static boolean include(OffsetDateTime time) {
        return include(time.toLocalDate())
                && include(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
    }

    public static boolean include(LocalDate day) {
        return day.getYear() >= 1 && day.getYear() <= 9999;
    }

    /** The moment itself, or the nearest end of the range. */
    public static Instant nearest(Instant moment) {
        return moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
    }
}
