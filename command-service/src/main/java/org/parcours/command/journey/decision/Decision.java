package org.parcours.command.journey.decision;

import java.util.List;
import org.parcours.events.EventId;

/** What a report comes to. */
public sealed interface Decision {

    record Append(List<UnrecordedEvent> events) implements Decision {
        public Append {
            events = List.copyOf(events);
        }
    }

    /** The same message was recorded before (rule 4). */
    record Duplicate(List<Place> places) implements Decision {
        public Duplicate {
            places = List.copyOf(places);
        }
    }

    record Place(EventId id, long position) {}
}
