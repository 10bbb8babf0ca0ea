package org.parcours.command.monitoring;

import java.time.Instant;
import java.util.List;
import org.parcours.command.monitoring.ActivityBucket.BucketSize;

/** Keeps buckets, of all processes together. Throws {@code StoreUnavailable} when it cannot be written or read. */
public interface ActivityStore {

    /** Adds to what is there; all of them or none. */
    void add(List<ActivityBucket> additions);

    /** Those that start at this moment or later, the oldest of each first. */
    List<ActivityBucket> since(BucketSize size, Instant from);

    /** The newest hour of each application and feed, however long ago. */
    List<ActivityBucket> newestHours();

    /** Forgets what started before, but for the newest hour of each application and feed. */
    void deleteBefore(BucketSize size, Instant before);
}
