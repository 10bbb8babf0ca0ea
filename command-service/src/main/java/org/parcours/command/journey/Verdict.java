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
public record Verdict(Optional<EventId> corrects, List<Anomaly> anomalies) {

    public static final Verdict PLAIN = new Verdict(Optional.empty(), List.of());

    public Verdict {
        anomalies = List.copyOf(anomalies);
    }

    public static Verdict correcting(EventId event) {
        return new Verdict(Optional.of(event), List.of());
    }

    public static Verdict surprising(Anomaly.Code code) {
        return new Verdict(Optional.empty(), List.of(Anomaly.of(code)));
    }

    /** The event that it corrects where there is one, and otherwise a surprise. */
    public static Verdict correctingOr(Optional<EventId> event, Anomaly.Code surprise) {
        return event.map(Verdict::correcting).orElseGet(() -> surprising(surprise));
    }
}
