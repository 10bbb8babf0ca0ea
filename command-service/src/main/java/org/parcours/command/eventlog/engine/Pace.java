package org.parcours.command.eventlog.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Time as the engine sees it, so that a simulation can bring its own. Not the time of the events, which is a
 * {@link java.time.Clock}.
 */
public interface Pace {

    /** Only differences mean something. */
    long nanoTime();

    /** Waits between the half and the whole of it (jitter, so that writers do not march in step). */
    void pause(Duration atMost) throws InterruptedException;

    static Pace real() {
        return new Pace() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration atMost) throws InterruptedException {
                long nanos = atMost.toNanos();
                Thread.sleep(
                        Duration.ofNanos(nanos / 2 + ThreadLocalRandom.current().nextLong(nanos / 2 + 1)));
            }
        };
    }
}
