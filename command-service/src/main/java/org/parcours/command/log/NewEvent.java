package org.parcours.command.log;

import java.util.Arrays;
import java.util.Set;

/**
 * An event without its place in the log.
 *
 * @param bytes what the log keeps, unread; copied in, not to be changed by who reads it
 */
public record NewEvent(EventName name, Set<Tag> tags, byte[] bytes) {

    public NewEvent {
        tags = Set.copyOf(tags);
        bytes = bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NewEvent event
                && name.equals(event.name)
                && tags.equals(event.tags)
                && Arrays.equals(bytes, event.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }
}
