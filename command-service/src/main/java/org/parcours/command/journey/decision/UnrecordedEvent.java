package org.parcours.command.journey.decision;

import java.util.Set;
import org.parcours.command.journey.EventTag;
import org.parcours.events.Envelope;

/** An event to record. The log assigns its position and time. */
public record UnrecordedEvent(Envelope envelope, Set<EventTag> tags) {

    public UnrecordedEvent {
        tags = Set.copyOf(tags);
    }
}
