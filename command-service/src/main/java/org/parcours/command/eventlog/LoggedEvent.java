package org.parcours.command.eventlog;

import java.time.Instant;
import java.util.Set;

/**
 * An event with its position in the log.
 *
 * @param position 1, 2, 3, … without a gap
 * @param recordedAt of its commit, to the microsecond; never earlier than that of a lower position
 */
public record LoggedEvent(long position, Instant recordedAt, EventData data) {

    public UnversionedEventName name() {
        return data.name();
    }

    public Set<Tag> tags() {
        return data.tags();
    }

    /** Not to be changed by the caller. */
    public byte[] bytes() {
        return data.bytes();
    }
}
