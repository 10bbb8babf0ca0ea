package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The messages of an application on a feed within a minute or an hour.
 *
 * @param start of the minute or hour
 * @param longestGap the longest silence between two successive messages that ended within it
 */
public record ActivityBucket(
        String application,
        String feed,
        BucketSize size,
        Instant start,
        OutcomeCounts counts,
        Instant firstReceivedAt,
        Instant lastReceivedAt,
        Duration longestGap) {

    public enum BucketSize {
        MINUTE(ChronoUnit.MINUTES),
        HOUR(ChronoUnit.HOURS);

        private final ChronoUnit unit;

        BucketSize(ChronoUnit unit) {
            this.unit = unit;
        }

        Instant startOf(Instant moment) {
            return moment.truncatedTo(unit);
        }
    }

    static ActivityBucket of(ProcessedMessage message, BucketSize size, Duration gap) {
        return new ActivityBucket(
                message.sender().application(),
                message.sender().feed(),
                size,
                size.startOf(message.receivedAt()),
                OutcomeCounts.of(message),
                message.receivedAt(),
                message.receivedAt(),
                gap);
    }

    /** @param other of the same application, feed, size and start */
    ActivityBucket plus(ActivityBucket other) {
        return new ActivityBucket(
                application,
                feed,
                size,
                start,
                counts.plus(other.counts),
                firstReceivedAt.isBefore(other.firstReceivedAt) ? firstReceivedAt : other.firstReceivedAt,
                lastReceivedAt.isAfter(other.lastReceivedAt) ? lastReceivedAt : other.lastReceivedAt,
                longestGap.compareTo(other.longestGap) > 0 ? longestGap : other.longestGap);
    }
}
