package org.parcours.command.feeds.mllp;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of large messages that are in memory at once, over all connections: from their arrival until they are
 * answered. Whoever wants more gets none, and has to answer for it; nobody waits for it, so that nobody can hold up the
 * others by not finishing.
 */
final class LargeMessageBudget {

    private final long maxBytes;
    private final AtomicLong acquired = new AtomicLong();

    LargeMessageBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean tryAcquire(long bytes) {
        if (acquired.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        release(bytes);
        return false;
    }

    void release(long bytes) {
        acquired.addAndGet(-bytes);
    }
}
