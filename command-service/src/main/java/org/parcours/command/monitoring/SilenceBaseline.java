package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Computes the usual silence of an application at this hour of the week: its longest silence in the last four weeks
 * within an hour of the same time. A laboratory that sends nothing on Sundays is not reported silent on a Sunday; an
 * admission desk that sends all night is reported silent within the hour.
 */
final class SilenceBaseline {

    private static final int WEEKS_COMPARED = 4;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MIN_ACTIVE_HOURS = 20;
    private static final Duration WEEK = Duration.ofDays(7);

    private SilenceBaseline() {}

    private record Silence(Instant from, Instant to, Duration length) {

        boolean overlaps(Instant windowStart, Instant windowEnd) {
            return from.isBefore(windowEnd) && to.isAfter(windowStart);
        }
    }

    /**
     * @param hours the hours with messages, the oldest first
     * @param zone of the hours of the week: a week stays a week when the clocks change
     * @return empty with less than a week of history, or fewer than twenty hours with messages
     */
    static Optional<Duration> usualSilence(List<ActivityBucket> hours, Instant now, ZoneId zone) {
        if (hours.size() < MIN_ACTIVE_HOURS
                || hours.getFirst().firstReceivedAt().isAfter(now.minus(WEEK).minus(HOUR))) {
            return Optional.empty();
        }
        List<Silence> silences = silences(hours);
        Instant knownSince = hours.getFirst().firstReceivedAt();
        return IntStream.rangeClosed(1, WEEKS_COMPARED)
                .mapToObj(week -> now.atZone(zone).minusWeeks(week).toInstant())
                .filter(sameTime -> !sameTime.minus(HOUR).isBefore(knownSince))
                .flatMap(sameTime -> silences.stream()
                        .filter(silence -> silence.overlaps(sameTime.minus(HOUR), sameTime.plus(HOUR))))
                .map(Silence::length)
                .max(Comparator.naturalOrder());
    }

    /** The silences between hours, and the longest within each hour, whose place in the hour is unknown. */
    private static List<Silence> silences(List<ActivityBucket> hours) {
        List<Silence> silences = new ArrayList<>();
        Optional<Instant> previousLast = Optional.empty();
        for (ActivityBucket hour : hours) {
            previousLast.ifPresent(last -> silences.add(
                    new Silence(last, hour.firstReceivedAt(), Duration.between(last, hour.firstReceivedAt()))));
            silences.add(new Silence(hour.start(), hour.start().plus(HOUR), longestWithin(hour)));
            previousLast = Optional.of(hour.lastReceivedAt());
        }
        return silences;
    }

    /** Excludes a gap that began before the hour: it is a silence between hours. */
    private static Duration longestWithin(ActivityBucket hour) {
        Duration span = Duration.between(hour.firstReceivedAt(), hour.lastReceivedAt());
        return hour.longestGap().compareTo(span) > 0 ? span : hour.longestGap();
    }
}
