package org.parcours.command.eventlog.engine;

import java.time.Duration;

/**
 * How long a group waits for those who were just answered to ask again: as long as they keep coming. Callers in a loop do
 * so at once, and groups twice as large are half as many fsyncs; where they do not come, waiting is given up, and tried
 * again now and then.
 */
final class Gathering {

    private static final long NOT_WORTH_IT = 50_000; // nanoseconds
    private static final int TRY_AGAIN_AFTER = 64; // groups
    private static final int LULLS = 8;

    private final long longest;
    private long patience;
    private int givenUpFor;

    Gathering(Duration longest) {
        this.longest = longest.toNanos();
        patience = this.longest;
    }

    /** Nanoseconds to wait, perhaps none. */
    long patience() {
        if (patience > 0) {
            return patience;
        }
        if (++givenUpFor >= TRY_AGAIN_AFTER) {
            givenUpFor = 0;
            return longest;
        }
        return 0;
    }

    /** Nanoseconds in which nobody comes, after which nobody is waited for. */
    long lull() {
        return longest / LULLS;
    }

    /** @param theyCame most of them, in time */
    void learn(boolean theyCame) {
        long shorter = patience / 2;
        patience = theyCame ? longest : shorter < NOT_WORTH_IT ? 0 : shorter;
    }
}
