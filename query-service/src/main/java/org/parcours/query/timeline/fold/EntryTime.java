package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.parcours.events.Envelope;
import org.parcours.events.PartialDateTime;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;

/** A time of an entry: as precise as it was reported, and where it comes from (rule 10). */
public record EntryTime(PartialDateTime time, TimeOrigin origin) {

    /** When the event happened. */
    public static EntryTime of(Envelope envelope) {
        return new EntryTime(envelope.occurrence(), envelope.annotations().origin());
    }

    /** A time that a field of the event states: a planned start. */
    public static EntryTime stated(PartialDateTime time) {
        return new EntryTime(time, TimeOrigin.STATED);
    }

    public TimePrecision precision() {
        return time.precision();
    }

    public boolean hasTimeOfDay() {
        return precision().hasTimeOfDay();
    }

    /** The first moment of the stated period. */
    public Instant start() {
        return time.toInstant();
    }

    /** The first moment after the stated period; a time to the minute or second has no length. */
    public Instant end() {
        OffsetDateTime start = time.time();
        return switch (precision()) {
            case YEAR -> start.plusYears(1).toInstant();
            case MONTH -> start.plusMonths(1).toInstant();
            case DAY -> start.plusDays(1).toInstant();
            case HOUR -> start.plusHours(1).toInstant();
            case MINUTE, SECOND -> start.toInstant();
        };
    }

    /**
     * By what it is ordered among others. A date is that of its text, in whatever zone it was written: it counts as the
     * first moment of this date in the hospital.
     */
    public Instant startIn(ZoneId hospital) {
        return hasTimeOfDay()
                ? start()
                : time.time().toLocalDate().atStartOfDay(hospital).toInstant();
    }

    /** The first moment after the stated period, with dates as in {@link #startIn}. */
    public Instant endIn(ZoneId hospital) {
        return switch (precision()) {
            case YEAR ->
                time.time().toLocalDate().plusYears(1).atStartOfDay(hospital).toInstant();
            case MONTH ->
                time.time().toLocalDate().plusMonths(1).atStartOfDay(hospital).toInstant();
            case DAY ->
                time.time().toLocalDate().plusDays(1).atStartOfDay(hospital).toInstant();
            case HOUR, MINUTE, SECOND -> end();
        };
    }
}
