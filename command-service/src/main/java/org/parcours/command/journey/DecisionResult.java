package org.parcours.command.journey;

import java.util.List;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.EventId;

/**
 * What a decision adds to a fact.
 *
 * @param corrects the event that the fact corrects, withdraws or replaces
 * @param anomalies what surprises
 */
public record DecisionResult(Optional<EventId> corrects, List<Anomaly> anomalies) {

    public static final DecisionResult NORMAL = new DecisionResult(Optional.empty(), List.of());

    public DecisionResult {
        anomalies = List.copyOf(anomalies);
    }

    public static DecisionResult correcting(EventId event) {
        return new DecisionResult(Optional.of(event), List.of());
    }

    public static DecisionResult withAnomaly(Anomaly.Code code) {
        return new DecisionResult(Optional.empty(), List.of(Anomaly.of(code)));
    }

    /** The event that it corrects where there is one, and otherwise a surprise. */
    public static DecisionResult correctingOrAnomaly(Optional<EventId> event, Anomaly.Code anomaly) {
        return event.map(DecisionResult::correcting).orElseGet(() -> withAnomaly(anomaly));
    }
}
