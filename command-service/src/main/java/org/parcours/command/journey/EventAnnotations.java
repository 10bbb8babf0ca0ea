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

    public static final EventAnnotations NONE = new EventAnnotations(Optional.empty(), List.of());

    public EventAnnotations {
        anomalies = List.copyOf(anomalies);
    }

    /** A fact that replaces the event, where there is one. */
    public static EventAnnotations replacing(Optional<EventId> event) {
        return new EventAnnotations(event, List.of());
    }

    /** A correction of the event; without one, an anomaly. */
    public static EventAnnotations correcting(Optional<EventId> event) {
        return withAnomalyUnless(event, Anomaly.Code.CORRECTS_NOTHING_KNOWN);
    }

    /** A cancellation or withdrawal of the event; without one, an anomaly. */
    public static EventAnnotations cancelling(Optional<EventId> event) {
        return withAnomalyUnless(event, Anomaly.Code.CANCELS_NOTHING_KNOWN);
    }

    private static EventAnnotations withAnomalyUnless(Optional<EventId> event, Anomaly.Code anomaly) {
        return new EventAnnotations(event, event.isPresent() ? List.of() : List.of(Anomaly.of(anomaly)));
    }
}
