package org.parcours.command.eventlog.engine;

import java.time.Duration;

/**
 * How long a group waits for those who were just answered to ask again: as long as they keep coming. Callers in a loop do
 * so at once, and groups twice as large are half as many fsyncs; where they do not come, waiting is given up, and tried
 * again now and then.
 */
final class AdaptiveBatchDelay {

    private static final long MIN_DELAY_NANOS = 50_000; // nanoseconds
    private static final int PROBE_INTERVAL = 64; // groups
    private static final int QUIET_PERIODS_PER_DELAY = 8;

    private final long maxDelayNanos;
    private long delayNanos;
    private int groupsWithoutDelay;

    AdaptiveBatchDelay(Duration maxDelay) {
        this.maxDelayNanos = maxDelay.toNanos();
        delayNanos = this.maxDelayNanos;
    }

    /** Nanoseconds to wait, perhaps none. */
    long nextDelayNanos() {
        if (delayNanos > 0) {
            return delayNanos;
        }
        if (++groupsWithoutDelay >= PROBE_INTERVAL) {
            groupsWithoutDelay = 0;
            return maxDelayNanos;
        }
        return 0;
    }

    /** Nanoseconds in which nobody comes, after which nobody is waited for. */
    long quietPeriodNanos() {
        return maxDelayNanos / QUIET_PERIODS_PER_DELAY;
    }

    /** @param mostArrived most of them, in time */
    void adapt(boolean mostArrived) {
        long halved = delayNanos / 2;
        delayNanos = mostArrived ? maxDelayNanos : halved < MIN_DELAY_NANOS ? 0 : halved;
    }
}
