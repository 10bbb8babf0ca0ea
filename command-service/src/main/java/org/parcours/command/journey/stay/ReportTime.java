package org.parcours.command.journey.stay;

import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.PartialDateTime;

/**
 * When a movement, or its cancellation, was reported. Messages arrive in any order: the time of report shows whether a
 * cancellation precedes the movement.
 */
public final class ReportTime {

    private ReportTime() {}

    /** The annotations of the event with its time of report. */
    public static EventAnnotations annotate(Fact fact) {
        return fact.annotations()
                .withDetail(
                        DetailKey.REPORTED_AT,
                        exact(fact).map(PartialDateTime::of).map(PartialDateTime::text));
    }

    static Optional<Instant> of(Fact fact) {
        return exact(fact).map(OffsetDateTime::toInstant);
    }

    /** Midnight stands for a day without a time (EVN-2 may be so), which orders nothing within the day. */
    private static Optional<OffsetDateTime> exact(Fact fact) {
        return fact.reportedAt().filter(time -> !time.toLocalTime().equals(LocalTime.MIDNIGHT));
    }

    /** Whether both are known, and the one is later. */
    static boolean isAfter(Optional<Instant> one, Optional<Instant> other) {
        return one.isPresent() && other.isPresent() && one.get().isAfter(other.get());
    }
}
