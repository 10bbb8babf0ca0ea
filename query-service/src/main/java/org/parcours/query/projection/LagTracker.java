package org.parcours.query.projection;

import java.time.Duration;

/**
 * Whether the projection is current: it is when it has read what was there at the last look but one, for what came after
 * may still be under way. Looking is asking Kafka, which also tells that it is still there: a reader to whom nothing
 * comes would not notice.
 */
final class LagTracker {

    static final Duration UPDATE_INTERVAL = Duration.ofSeconds(5);

    private long targetOffset;
    private long endOffset;
    private long updatedAt = System.nanoTime();

    /** @param newEndOffset the topic's end when the reader began */
    LagTracker(long newEndOffset) {
        this.targetOffset = newEndOffset;
        this.endOffset = newEndOffset;
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
