package org.parcours.command.monitoring;

import java.time.Instant;
import java.util.List;
import org.parcours.command.monitoring.ActivityBucket.BucketSize;

/**
 * Stores buckets, of all processes together. Every method throws {@link
 * org.parcours.command.store.StoreOperationException} where the store cannot be read or written.
 */
public interface ActivityStore {

    /** Adds the counts to those stored. SQL stores add all of them or none; MongoDB may add some twice after a failure. */
    void add(List<ActivityBucket> additions);

    /** The buckets that start at this moment or later, the oldest first. */
    List<ActivityBucket> since(BucketSize size, Instant from);

    /** The newest hour of each application and feed, however long ago. */
    List<ActivityBucket> newestHours();

    /** Deletes the buckets that started before, except the newest hour of each application and feed. */
    void deleteBefore(BucketSize size, Instant before);
}
