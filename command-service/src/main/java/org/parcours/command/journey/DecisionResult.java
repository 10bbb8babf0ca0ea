package org.parcours.command.journey;

import java.util.List;
import java.util.Optional;
import org.parcours.events.Anomaly;
import org.parcours.events.EventId;

/**
 * What a decider adds to a fact.
 *
 * @param corrects the event that the fact corrects, withdraws or replaces
 * @param anomalies what is unexpected in the fact
 */
public record DecisionResult(Optional<EventId> corrects, List<Anomaly> anomalies) {

    /** Corrects nothing, and has no anomaly. */
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

    /** Corrects the event where there is one, and has the anomaly otherwise. */
    public static DecisionResult correctingOrAnomaly(Optional<EventId> event, Anomaly.Code anomaly) {
        return event.map(DecisionResult::correcting).orElseGet(() -> withAnomaly(anomaly));
    }
}
