package org.parcours.command.journey.decision;

import java.util.Set;
import org.parcours.command.journey.EventTag;
import org.parcours.events.Envelope;

/** An event to record; its position and time are the log's to give. */
public record UnrecordedEvent(Envelope envelope, Set<EventTag> tags) {

    public UnrecordedEvent {
        tags = Set.copyOf(tags);
    }
}
