package org.parcours.command.journey.decision;

import java.util.List;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;

/** The decision about a message. */
public sealed interface Decision {

    /** Append these events, in one commit. */
    record AppendEvents(List<UnrecordedEvent> events) implements Decision {
        public AppendEvents {
            events = List.copyOf(events);
        }
    }

    /** Append nothing: the same message, or each state that it reports, was recorded before (rule 4). */
    record DuplicateMessage(List<RecordedEvent> events) implements Decision {
        public DuplicateMessage {
            events = List.copyOf(events);
        }
    }

    /** An event that was recorded before, and its position in the log. */
    record RecordedEvent(EventId id, long position) {

        static RecordedEvent of(Envelope recorded) {
            return new RecordedEvent(recorded.id(), recorded.position());
        }
    }
}
