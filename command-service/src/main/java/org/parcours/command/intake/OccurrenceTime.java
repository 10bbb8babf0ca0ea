package org.parcours.command.intake;

import java.time.OffsetDateTime;
import java.util.List;
import org.parcours.events.Anomaly;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;

/** When a fact happened, and how exactly the message states it (rule 10). */
public record OccurrenceTime(OffsetDateTime time, TimePrecision precision, TimeOrigin origin, List<Anomaly> anomalies) {

    /** A time that the message states for the fact itself. */
    public static OccurrenceTime stated(ReportedTime time) {
        return of(time, time.origin());
    }

    /** The time of the report, in place of a time that the message does not state. */
    public static OccurrenceTime derived(ReportedTime time) {
        return of(time, TimeOrigin.DERIVED);
    }

    /** The time of receipt: the message states no time. */
    public static OccurrenceTime received(OffsetDateTime receivedAt) {
        return new OccurrenceTime(receivedAt, TimePrecision.SECOND, TimeOrigin.RECEIVED, List.of());
    }

    private static OccurrenceTime of(ReportedTime time, TimeOrigin origin) {
        return new OccurrenceTime(
                time.value().time(),
                time.value().precision(),
                origin,
                time.anomaly().map(Anomaly::of).stream().toList());
    }
}
