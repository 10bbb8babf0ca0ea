package org.parcours.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * The years 1 to 9999: what RFC 3339 and HL7 can write, and every store and screen can hold. Java's own go on to a
 * thousand million, where one fact's time is an overflow somewhere else.
 */
public final class Years {

    /** A day inside the years, so that they hold whatever zone the moment is shown in. */
    private static final Instant FIRST = Instant.parse("0001-01-02T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-30T23:59:59Z");

    private Years() {}

    /** In them both where it was told and in UTC. */
    public static boolean include(OffsetDateTime time) {
        return include(time.toLocalDate())
                && include(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDate());
    }

    public static boolean include(LocalDate day) {
        return day.getYear() >= 1 && day.getYear() <= 9999;
    }

    /** The moment itself, or the end of the years that is nearest to it. */
    public static Instant nearest(Instant moment) {
        return moment.isBefore(FIRST) ? FIRST : moment.isAfter(LAST) ? LAST : moment;
    }
}
