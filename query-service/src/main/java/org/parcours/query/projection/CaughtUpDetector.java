package org.parcours.query.projection;

import java.time.Duration;

/**
 * Decides whether the projection is live: it has reached the end offset of the last update but one, because newer
 * records may still be in transit. Querying the end offset also detects that Kafka is unavailable, which an idle poll
 * does not.
 */
final class CaughtUpDetector {

    static final Duration UPDATE_INTERVAL = Duration.ofSeconds(5);

    private long targetOffset;
    private long endOffset;
    private long updatedAt = System.nanoTime();

    /** @param endOffset the topic's end offset when the consumer starts */
    CaughtUpDetector(long endOffset) {
        this.targetOffset = endOffset;
        this.endOffset = endOffset;
    }

    boolean isDue() {
        return System.nanoTime() - updatedAt > UPDATE_INTERVAL.toNanos();
    }

    void update(long newEndOffset) {
        targetOffset = endOffset;
        endOffset = newEndOffset;
        updatedAt = System.nanoTime();
    }

    boolean isCaughtUp(long offset) {
        return offset >= targetOffset;
    }
}
