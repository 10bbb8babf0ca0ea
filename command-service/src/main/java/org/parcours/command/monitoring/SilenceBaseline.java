package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long an application is used to be silent, at this hour of the week: the longest silence of the last weeks within an
 * hour of the same time. A laboratory that says nothing on Sundays is not missed on a Sunday, and an admission desk that
 * talks all night is missed within the hour.
 */
final class SilenceBaseline {

    private static final int WEEKS_COMPARED = 4;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MIN_ACTIVE_HOURS = 20;
    private static final Duration WEEK = Duration.ofDays(7);

    private SilenceBaseline() {}

    private record Silence(Instant from, Instant to, Duration length) {

        boolean overlaps(Instant windowStart, Instant end) {
            return from.isBefore(end) && to.isAfter(windowStart);
        }
    }

    /**
     * @param hours in which it was heard, the oldest first
     * @param zone in which a week is a week, whatever the clocks do
     * @return empty while too little is known of it: a week at least, and twenty hours in which it talked
     */
    static Optional<Duration> usualSilence(List<ActivityBucket> hours, Instant now, ZoneId zone) {
        if (hours.size() < MIN_ACTIVE_HOURS
                || hours.getFirst().firstReceivedAt().isAfter(now.minus(WEEK).minus(HOUR))) {
            return Optional.empty();
        }
        List<Silence> silences = silences(hours);
        Instant knownSince = hours.getFirst().firstReceivedAt();
        List<Duration> longestSilences = new ArrayList<>();
        for (int week = 1; week <= WEEKS_COMPARED; week++) {
            Instant sameTime = now.atZone(zone).minusWeeks(week).toInstant();
            Instant windowStart = sameTime.minus(HOUR);
            if (!windowStart.isBefore(knownSince)) {
                silences.stream()
                        .filter(silence -> silence.overlaps(windowStart, sameTime.plus(HOUR)))
                        .map(Silence::length)
                        .max(Comparator.naturalOrder())
                        .ifPresent(longestSilences::add);
            }
        }
        return longestSilences.stream().max(Comparator.naturalOrder());
    }

    /** Between the hours, and within each: where in it, is not known. */
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

    /** A gap that began before the hour is between the hours. */
    private static Duration longestWithin(ActivityBucket hour) {
        Duration span = Duration.between(hour.firstReceivedAt(), hour.lastReceivedAt());
        return hour.longestGap().compareTo(span) > 0 ? span : hour.longestGap();
    }
}
