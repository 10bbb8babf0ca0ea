package org.parcours.query.store;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** One complete set of views, built from the log up to one position. */
public interface ViewGeneration {

    /** Later generations have higher numbers. */
    long number();

    /** Runs the work on a snapshot: what is committed meanwhile is not seen. */
    <T> T read(Function<ViewReader, T> work);

    /**
     * As {@link #read}, for the process that has the lease and writes next: a store may have in memory what this process
     * has read and written before.
     */
    <T> T readForUpdate(Function<ViewReader, T> work);

    ViewProgress progress();

    /**
     * The lease, where it is free, has expired, or is the holder's own, which is extended then.
     *
     * @param holder a name that no other process has
     * @param validity from now, by the clock of the database
     */
    Optional<Lease> acquireLease(String holder, Duration validity);

    /** Ends the lease, so that another process need not wait until it expires. */
    void releaseLease(Lease lease);

    /** Ends whoever's lease: its holder writes nothing any more, and anybody can have the next one. */
    void revokeLease();

    /**
     * Writes all changes and the progress, or nothing.
     *
     * @param previous the progress from which the changes were computed
     * @throws LeaseLostException where the lease or the progress is not the latest
     */
    void write(Lease lease, ViewProgress previous, Collection<DocumentChange> changes, ViewProgress next);
}
