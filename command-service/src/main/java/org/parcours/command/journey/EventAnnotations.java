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
public record EventAnnotations(Optional<EventId> corrects, List<Anomaly> anomalies) {

    /** Corrects nothing, and has no anomaly. */
    public static final EventAnnotations NORMAL = new EventAnnotations(Optional.empty(), List.of());

    public EventAnnotations {
        anomalies = List.copyOf(anomalies);
    }

    public static EventAnnotations correcting(EventId event) {
        return new EventAnnotations(Optional.of(event), List.of());
    }

    public static EventAnnotations withAnomaly(Anomaly.Code code) {
        return new EventAnnotations(Optional.empty(), List.of(Anomaly.of(code)));
    }

    /** Corrects the event where there is one, and has the anomaly otherwise. */
    public static EventAnnotations correctingOrAnomaly(Optional<EventId> event, Anomaly.Code anomaly) {
        return event.map(EventAnnotations::correcting).orElseGet(() -> withAnomaly(anomaly));
    }
}
