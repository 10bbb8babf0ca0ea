package org.parcours.command.feeds.mllp;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the bytes of large messages in memory, over all connections, from their arrival until they are acknowledged. A
 * request over the budget fails at once and is never queued, so that a sender that does not finish its message cannot
 * delay others.
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
