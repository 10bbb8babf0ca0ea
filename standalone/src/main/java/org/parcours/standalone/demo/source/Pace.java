package org.parcours.standalone.demo.source;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * How fast a journey goes: as it would in a hospital, for the history that is played at the start; many times faster
 * for what is then watched live.
 *
 * @param factor 1 as in life; 400: a day in three and a half minutes
 * @param historyUntil what was told before it is brought along by the demo, not told as it happens
 */
public record Pace(Instant start, int factor, Instant historyUntil) {

    /** @param historyUntil what was told before it is brought along by the demo, not told as it happens */
    public static Pace asInLife(Instant start, Instant historyUntil) {
        return new Pace(start, 1, historyUntil);
    }

    public static Pace accelerated(Instant start, int factor) {
        return new Pace(start, factor, start);
    }

    boolean isHistory(Instant toldAt) {
        return !live() && toldAt.isBefore(historyUntil);
    }

    Instant at(Duration sinceStart) {
        return start.plus(sinceStart.dividedBy(factor)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Half past seven on that day, in life; accelerated, days have no mornings. */
    Duration morning(Duration sinceStart) {
        if (live()) {
            return sinceStart;
        }
        return Duration.between(
                start,
                start.plus(sinceStart)
                        .atZone(Hl7.ZONE)
                        .with(LocalTime.of(7, 30))
                        .toInstant());
    }

    boolean live() {
        return factor > 1;
    }
}
