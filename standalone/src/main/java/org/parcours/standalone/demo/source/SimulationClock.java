package org.parcours.standalone.demo.source;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/**
 * How fast a journey goes: as it would in a hospital, for the history that is played at the start; many times faster
 * for what is then watched live.
 *
 * @param speedFactor 1 as in life; 400: a day in three and a half minutes
 * @param historyUntil what was told before it is brought along by the demo, not told as it happens
 */
public record SimulationClock(Instant start, int speedFactor, Instant historyUntil) {

    /** @param historyUntil what was told before it is brought along by the demo, not told as it happens */
    public static SimulationClock realTime(Instant start, Instant historyUntil) {
        return new SimulationClock(start, 1, historyUntil);
    }

    public static SimulationClock accelerated(Instant start, int speedFactor) {
        return new SimulationClock(start, speedFactor, start);
    }

    boolean isHistory(Instant reportedAt) {
        return !isAccelerated() && reportedAt.isBefore(historyUntil);
    }

    Instant timeAt(Duration sinceStart) {
        return start.plus(sinceStart.dividedBy(speedFactor)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Half past seven on that day, in life; accelerated, days have no mornings. */
    Duration morningOf(Duration sinceStart) {
        if (isAccelerated()) {
            return sinceStart;
        }
        return Duration.between(
                start,
                start.plus(sinceStart)
                        .atZone(Hl7MessageBuilder.ZONE)
                        .with(LocalTime.of(7, 30))
                        .toInstant());
    }

    boolean isAccelerated() {
        return speedFactor > 1;
    }
}
