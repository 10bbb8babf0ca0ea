package org.parcours.command.journey.decision;

import java.util.List;
import java.util.Optional;
import org.parcours.command.message.FactEffect;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;

/** The decision about a message. */
public sealed interface Decision {

    /**
     * Append these events, in one commit.
     *
     * @param facts what became of each fact, in the order of the facts
     */
    record AppendEvents(List<UnrecordedEvent> events, List<FactDecision> facts) implements Decision {
        public AppendEvents {
            events = List.copyOf(events);
            facts = List.copyOf(facts);
        }
    }

    /**
     * Append nothing: the same message, or each state that it reports, was recorded before (rule 4).
     *
     * @param facts what became of each fact; none where the whole message was recorded before
     */
    record DuplicateMessage(List<RecordedEvent> events, List<FactDecision> facts) implements Decision {
        public DuplicateMessage {
            events = List.copyOf(events);
            facts = List.copyOf(facts);
        }
    }

    /** An event that was recorded before, and its position in the log. */
    record RecordedEvent(EventId id, long position) {

        static RecordedEvent of(Envelope recorded) {
            return new RecordedEvent(recorded.id(), recorded.position());
        }
    }

    /**
     * @param appended the places of the fact's events among those to append
     * @param known the recorded event that has the state already, where there is one
     */
    record FactDecision(FactEffect effect, List<Integer> appended, Optional<RecordedEvent> known) {
        public FactDecision {
            appended = List.copyOf(appended);
        }
    }
}
