package org.parcours.command.journey.decision;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.OtherEvent.EventsWithdrawn;

/** Which recorded events count: neither withdrawn, nor older than what was recorded before them. */
final class RecordedEvents {

    private RecordedEvents() {}

    static List<Envelope> inEffect(List<Envelope> history) {
        if (history.stream().noneMatch(RecordedEvents::concernsOthers)) {
            return history;
        }
        Set<EventId> withdrawn = withdrawn(history);
        return history.stream()
                .filter(recorded -> !withdrawn.contains(recorded.id()) && !concernsOthers(recorded))
                .toList();
    }

    private static Set<EventId> withdrawn(List<Envelope> history) {
        Set<EventId> withdrawn = new HashSet<>();
        history.forEach(recorded -> {
            if (recorded.event() instanceof EventsWithdrawn withdrawal) {
                withdrawn.addAll(withdrawal.events());
            }
        });
        return withdrawn;
    }

    static boolean isOlderVersion(Envelope recorded) {
        return recorded.anomalies().stream().anyMatch(anomaly -> anomaly.code() == Anomaly.Code.OLDER_VERSION);
    }

    private static boolean concernsOthers(Envelope recorded) {
        return recorded.event() instanceof EventsWithdrawn || isOlderVersion(recorded);
    }
}
