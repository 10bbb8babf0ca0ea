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

    private static final int WEEKS = 4;
    private static final Duration AROUND = Duration.ofHours(1);
    private static final int ENOUGH_HOURS = 20;
    private static final Duration WEEK = Duration.ofDays(7);

    private SilenceBaseline() {}

    private record Silence(Instant from, Instant to, Duration length) {

        boolean meets(Instant begin, Instant end) {
            return from.isBefore(end) && to.isAfter(begin);
        }
    }

    /**
     * @param hours in which it was heard, the oldest first
     * @param zone in which a week is a week, whatever the clocks do
     * @return empty while too little is known of it: a week at least, and twenty hours in which it talked
     */
    static Optional<Duration> usualSilence(List<ActivityBucket> hours, Instant now, ZoneId zone) {
        if (hours.size() < ENOUGH_HOURS
                || hours.getFirst().first().isAfter(now.minus(WEEK).minus(AROUND))) {
            return Optional.empty();
        }
        List<Silence> silences = silences(hours);
        Instant known = hours.getFirst().first();
        List<Duration> longest = new ArrayList<>();
        for (int week = 1; week <= WEEKS; week++) {
            Instant then = now.atZone(zone).minusWeeks(week).toInstant();
            Instant begin = then.minus(AROUND);
            if (!begin.isBefore(known)) {
                silences.stream()
                        .filter(silence -> silence.meets(begin, then.plus(AROUND)))
                        .map(Silence::length)
                        .max(Comparator.naturalOrder())
                        .ifPresent(longest::add);
            }
        }
        return longest.stream().max(Comparator.naturalOrder());
    }

    /** Between the hours, and within each: where in it, is not known. */
    private static List<Silence> silences(List<ActivityBucket> hours) {
        List<Silence> silences = new ArrayList<>();
        Optional<Instant> before = Optional.empty();
        for (ActivityBucket hour : hours) {
            before.ifPresent(
                    last -> silences.add(new Silence(last, hour.first(), Duration.between(last, hour.first()))));
            silences.add(new Silence(hour.start(), hour.start().plus(AROUND), within(hour)));
            before = Optional.of(hour.last());
        }
        return silences;
    }

    /** A gap that began before the hour is between the hours. */
    private static Duration within(ActivityBucket hour) {
        Duration whole = Duration.between(hour.first(), hour.last());
        return hour.longestGap().compareTo(whole) > 0 ? whole : hour.longestGap();
    }
}
