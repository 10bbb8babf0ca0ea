package org.parcours.command.eventlog;

import java.util.Arrays;
import java.util.Set;

/** @param bytes opaque to the log; copied in, not to be changed by the caller */
public record EventData(UnversionedEventName name, Set<Tag> tags, byte[] bytes) {

    public EventData {
        tags = Set.copyOf(tags);
        bytes = bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventData event
                && name.equals(event.name)
                && tags.equals(event.tags)
                && Arrays.equals(bytes, event.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(bytes);
    }
}
