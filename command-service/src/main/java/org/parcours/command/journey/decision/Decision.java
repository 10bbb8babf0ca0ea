package org.parcours.command.journey.decision;

import java.util.List;
import org.parcours.events.EventId;

/** What a report comes to. */
public sealed interface Decision {

    record AppendEvents(List<UnrecordedEvent> events) implements Decision {
        public AppendEvents {
            events = List.copyOf(events);
        }
    }

    /** The same message was recorded before (rule 4). */
    record DuplicateMessage(List<RecordedEvent> events) implements Decision {
        public DuplicateMessage {
            events = List.copyOf(events);
        }
    }

    record RecordedEvent(EventId id, long position) {}
}
