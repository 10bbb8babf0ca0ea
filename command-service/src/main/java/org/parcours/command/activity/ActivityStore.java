package org.parcours.command.activity;

import java.time.Instant;
import java.util.List;
import org.parcours.command.activity.Bucket.Size;

/** Keeps buckets, of all processes together. Throws {@code StoreUnavailable} when it cannot be written or read. */
public interface ActivityStore {

    /** Adds to what is there; all of them or none. */
    void add(List<Bucket> more);

    /** Those that start at this moment or later, the oldest of each first. */
    List<Bucket> since(Size size, Instant from);

    /** The newest hour of each application and feed, however long ago. */
    List<Bucket> newest();

    /** Forgets what started before, but for the newest hour of each application and feed. */
    void forget(Size size, Instant before);
}
