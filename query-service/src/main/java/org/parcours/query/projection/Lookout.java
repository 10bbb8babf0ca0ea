package org.parcours.query.projection;

import java.time.Duration;

/**
 * Whether the projection is current: it is when it has read what was there at the last look but one, for what came after
 * may still be under way. Looking is asking Kafka, which also tells that it is still there: a reader to whom nothing
 * comes would not notice.
 */
final class Lookout {

    static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private long wanted;
    private long seen;
    private long lookedAt = System.nanoTime();

    /** @param end the topic's end when the reader began */
    Lookout(long end) {
        this.wanted = end;
        this.seen = end;
    }

    boolean isDue() {
        return System.nanoTime() - lookedAt > BETWEEN_LOOKS.toNanos();
    }

    void sees(long end) {
        wanted = seen;
        seen = end;
        lookedAt = System.nanoTime();
    }

    boolean isCurrent(long read) {
        return read >= wanted;
    }
}
