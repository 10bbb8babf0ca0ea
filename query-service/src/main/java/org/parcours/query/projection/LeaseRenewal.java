package org.parcours.query.projection;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.parcours.query.store.ViewStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Extends the lease while a batch is computed, which may take longer than the lease is valid: two slow processes would
 * otherwise take it from each other, and none would ever write. A process that is suspended extends nothing.
 */
final class LeaseRenewal {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseRenewal.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("views-lease").factory());
    private final Duration interval;

    LeaseRenewal(Duration interval) {
        this.interval = interval;
    }

    /** @param extend extends the lease by its validity */
    <T> T during(Supplier<T> work, Runnable extend) {
        var renewal = thread.scheduleWithFixedDelay(
                () -> renew(extend), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return work.get();
        } finally {
            renewal.cancel(false);
        }
    }

    /** An exception would end the renewal: the write that follows finds out whether the lease is lost. */
    private static void renew(Runnable extend) {
        try {
            extend.run();
        } catch (ViewStoreException e) {
            LOG.warn("projection could not extend its lease: {}", e.getMessage());
        }
    }
}
