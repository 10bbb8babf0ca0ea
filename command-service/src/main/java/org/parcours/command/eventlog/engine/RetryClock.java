package org.parcours.command.eventlog.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Elapsed time and pauses of retries, not the recorded time of events; a simulation has its own. */
public interface RetryClock {

    /** Meaningful only as a difference. */
    long nanoTime();

    /** Sleeps between half of the duration and all of it, at random, so that writers do not retry in step. */
    void sleepWithJitter(Duration maxDuration) throws InterruptedException;

    static RetryClock system() {
        return new RetryClock() {
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
