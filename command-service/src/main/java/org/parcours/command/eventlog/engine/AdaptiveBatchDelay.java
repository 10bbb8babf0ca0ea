package org.parcours.command.eventlog.engine;

import java.time.Duration;

/**
 * How long a group waits for the callers of the previous group to append again: groups of twice the size need half the
 * fsyncs. When most of the expected appends do not arrive in time, the delay is halved, down to zero; then every
 * {@value #PROBE_INTERVAL}th group waits again as a probe.
 */
final class AdaptiveBatchDelay {

    private static final long MIN_DELAY_NANOS = 50_000;
    private static final int PROBE_INTERVAL = 64; // groups
    private static final int QUIET_PERIODS_PER_DELAY = 8;

    private final long maxDelayNanos;
    private long delayNanos;
    private int groupsWithoutDelay;

    AdaptiveBatchDelay(Duration maxDelay) {
        maxDelayNanos = maxDelay.toNanos();
        delayNanos = maxDelayNanos;
    }

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

    /** The wait ends early after this time without a new append. */
    long quietPeriodNanos() {
        return maxDelayNanos / QUIET_PERIODS_PER_DELAY;
    }

    /** @param mostArrived whether most of the expected appends arrived during the delay */
    void adapt(boolean mostArrived) {
        long halved = delayNanos / 2;
        delayNanos = mostArrived ? maxDelayNanos : halved < MIN_DELAY_NANOS ? 0 : halved;
    }
}
