package org.parcours.command.eventlog.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Time as the engine sees it, so that a simulation can bring its own. Not the time of the events, which is a
 * {@link java.time.Clock}.
 */
public interface TimeSource {

    /** Only differences mean something. */
    long nanoTime();

    /** Waits between the half and the whole of it (jitter, so that writers do not march in step). */
    void sleepWithJitter(Duration maxDuration) throws InterruptedException;

    static TimeSource system() {
        return new TimeSource() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void sleepWithJitter(Duration maxDuration) throws InterruptedException {
                long nanos = maxDuration.toNanos();
                Thread.sleep(
                        Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1)));
            }
        };
    }
}
