package org.parcours.command.journey.recording;

import java.util.Set;
import org.parcours.command.journey.Tag;
import org.parcours.events.Envelope;

/** An event to record; its position and time are the log's to give. */
public record NewEvent(Envelope envelope, Set<Tag> tags) {

    public NewEvent {
        tags = Set.copyOf(tags);
    }
}
