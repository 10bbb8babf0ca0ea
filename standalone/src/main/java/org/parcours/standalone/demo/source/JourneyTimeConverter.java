package org.parcours.standalone.demo.source;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * Converts the elapsed time of a journey to a time: real time for the history, accelerated for live journeys.
 *
 * @param speedFactor 1 is real time; 400: a day in three and a half minutes
 * @param historyUntil messages reported before are history, sent as a migration
 */
public record JourneyTimeConverter(Instant start, int speedFactor, Instant historyUntil) {

    public static JourneyTimeConverter realTime(Instant start, Instant historyUntil) {
        return new JourneyTimeConverter(start, 1, historyUntil);
    }

    public static JourneyTimeConverter accelerated(Instant start, int speedFactor) {
        return new JourneyTimeConverter(start, speedFactor, start);
    }

    boolean isHistory(Instant reportedAt) {
        return !isAccelerated() && reportedAt.isBefore(historyUntil);
    }

    Instant timeAt(Duration sinceStart) {
        return start.plus(sinceStart.dividedBy(speedFactor)).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Half past seven on that day in real time; unchanged where accelerated. */
    Duration morningOf(Duration sinceStart) {
        if (isAccelerated()) {
            return sinceStart;
        }
        ZonedDateTime day = start.plus(sinceStart).atZone(Hl7MessageBuilder.ZONE);
        return Duration.between(start, day.with(LocalTime.of(7, 30)).toInstant());
    }

    boolean isAccelerated() {
        return speedFactor > 1;
    }
}
