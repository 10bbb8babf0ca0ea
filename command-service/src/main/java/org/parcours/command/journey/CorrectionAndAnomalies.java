package org.parcours.command.journey;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.events.Anomaly;
import org.parcours.events.EventId;

/**
 * What a decider adds to a fact.
 *
 * @param corrects the event that the fact corrects, withdraws or replaces
 * @param anomalies what is unexpected in the fact
 */
public record CorrectionAndAnomalies(Optional<EventId> corrects, List<Anomaly> anomalies) {

    public static final CorrectionAndAnomalies NONE = new CorrectionAndAnomalies(Optional.empty(), List.of());

    public CorrectionAndAnomalies {
        anomalies = List.copyOf(anomalies);
    }

    /** A fact that replaces the event, where there is one. */
    public static CorrectionAndAnomalies replacing(Optional<EventId> event) {
        return new CorrectionAndAnomalies(event, List.of());
    }

    /** A correction of the event; without one, an anomaly. */
    public static CorrectionAndAnomalies correcting(Optional<EventId> event) {
        return withAnomalyUnless(event, Anomaly.Code.CORRECTS_NOTHING_KNOWN);
    }

    /** A cancellation or withdrawal of the event; without one, an anomaly. */
    public static CorrectionAndAnomalies cancelling(Optional<EventId> event) {
        return withAnomalyUnless(event, Anomaly.Code.CANCELS_NOTHING_KNOWN);
    }

    public CorrectionAndAnomalies with(Anomaly anomaly) {
        return new CorrectionAndAnomalies(
                corrects, Stream.concat(anomalies.stream(), Stream.of(anomaly)).toList());
    }

    private static CorrectionAndAnomalies withAnomalyUnless(Optional<EventId> event, Anomaly.Code anomaly) {
        return new CorrectionAndAnomalies(event, event.isPresent() ? List.of() : List.of(Anomaly.of(anomaly)));
    }
}
