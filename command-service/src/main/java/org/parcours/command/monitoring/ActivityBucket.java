package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What came of an application on a feed within a minute or an hour.
 *
 * @param start of the minute or hour
 * @param longestGap the longest silence between two of its messages that ended within
 */
public record ActivityBucket(
        String application,
        String feed,
        Size size,
        Instant start,
        OutcomeCounts counts,
        Instant first,
        Instant last,
        Duration longestGap) {

    public enum Size {
        MINUTE(ChronoUnit.MINUTES),
        HOUR(ChronoUnit.HOURS);

        private final ChronoUnit unit;

        Size(ChronoUnit unit) {
            this.unit = unit;
        }

        Instant start(Instant moment) {
            return moment.truncatedTo(unit);
        }
    }

    static ActivityBucket of(MessageActivity heard, Size size, Duration gap) {
        return new ActivityBucket(
                heard.sender().application(),
                heard.sender().feed(),
                size,
                size.start(heard.receivedAt()),
                OutcomeCounts.of(heard),
                heard.receivedAt(),
                heard.receivedAt(),
                gap);
    }

    /** Of the same application, feed and time. */
    ActivityBucket plus(ActivityBucket other) {
        return new ActivityBucket(
                application,
                feed,
                size,
                start,
                counts.plus(other.counts),
                first.isBefore(other.first) ? first : other.first,
                last.isAfter(other.last) ? last : other.last,
                longestGap.compareTo(other.longestGap) > 0 ? longestGap : other.longestGap);
    }
}
