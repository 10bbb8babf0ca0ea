package org.parcours.query.rebuild;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.Lease;
import org.parcours.query.store.LeaseLostException;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;

/** A generation that only this process writes. */
final class LeasedGeneration {

    /** Longer than the events of one patient take; another process deletes an unfinished generation only after it. */
    private static final Duration VALIDITY = Duration.ofMinutes(5);

    private final ViewGeneration generation;
    private final String holder = "rebuild-" + UUID.randomUUID();
    private Lease lease;

    private LeasedGeneration(ViewGeneration generation) {
        this.generation = generation;
        this.lease = acquire();
    }

    /** @throws LeaseLostException where another process writes it */
    static LeasedGeneration of(ViewGeneration generation) {
        return new LeasedGeneration(generation);
    }

    ViewGeneration generation() {
        return generation;
    }

    void write(ViewProgress previous, Collection<DocumentChange> changes, ViewProgress next) {
        lease = acquire();
        generation.write(lease, previous, changes, next);
    }

    /** Writes documents of a generation that has no position yet. */
    void write(List<DocumentChange> changes) {
        write(ViewProgress.NONE, changes, ViewProgress.NONE);
    }

    void release() {
        generation.releaseLease(lease);
    }

    private Lease acquire() {
        return generation
                .acquireLease(holder, VALIDITY)
                .orElseThrow(() -> new LeaseLostException(
                        "Another process writes generation " + generation.number() + " of the views"));
    }
}
