package org.parcours.command.eventlog;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/**
 * An event with its position in the log.
 *
 * @param position 1, 2, 3, … without a gap
 * @param recordedAt when its commit was recorded, to the microsecond; never earlier than that of a lower position
 * @param bytes as appended; not to be changed by the caller
 */
public record LoggedEvent(long position, Instant recordedAt, EventName name, Set<Tag> tags, byte[] bytes) {

    @Override
    public boolean equals(Object other) {
        return other instanceof LoggedEvent event
                && position == event.position
                && recordedAt.equals(event.recordedAt)
                && name.equals(event.name)
                && tags.equals(event.tags)
                && Arrays.equals(bytes, event.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position);
    }
}
