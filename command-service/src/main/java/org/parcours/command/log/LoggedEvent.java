package org.parcours.command.log;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;

/**
 * An event in the log.
 *
 * @param position its place: 1, 2, 3, … without a gap
 * @param recordedAt when its commit was recorded, to the microsecond; never before that of an earlier position
 * @param bytes as they were appended; not to be changed by who reads them
 */
public record LoggedEvent(long position, Instant recordedAt, EventName name, Set<Tag> tags, byte[] bytes) {

    @Override
    public boolean equals(Object other) {
        return other instanceof LoggedEvent(var p, var r, var n, var t, var b)
                && position == p
                && recordedAt.equals(r)
                && name.equals(n)
                && tags.equals(t)
                && Arrays.equals(bytes, b);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(position);
    }
}
