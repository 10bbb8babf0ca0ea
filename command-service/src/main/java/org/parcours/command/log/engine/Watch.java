package org.parcours.command.log.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.parcours.command.log.CommitLog.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners that the log has grown: at once when this process made it grow, else when the store says so. */
final class Watch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final LongSupplier storedSequence;
    private final Duration interval;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Semaphore grown = new Semaphore(0);
    private final Thread thread;

    Watch(LongSupplier storedSequence, Duration interval) {
        this.storedSequence = storedSequence;
        this.interval = interval;
        thread = Thread.ofPlatform().daemon().name("log-watch").start(this::watch);
    }

    Subscription subscribe(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void grown() {
        grown.release();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        long told = -1;
        try {
            while (true) {
                boolean here = grown.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
                grown.drainPermits();
                if (listeners.isEmpty()) {
                    continue;
                }
                long stored = storedSequence(told);
                if (here || stored != told) {
                    told = stored;
                    listeners.forEach(Watch::tell);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private long storedSequence(long otherwise) {
        try {
            return storedSequence.getAsLong();
        } catch (RuntimeException e) {
            LOG.warn("log watch: the store does not say where the log ends; asking again in {}", interval, e);
            return otherwise;
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.warn("log watch: a listener failed; it is told again when the log grows", e);
        }
    }
}
