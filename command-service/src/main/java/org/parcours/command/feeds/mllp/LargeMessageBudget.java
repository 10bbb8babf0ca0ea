package org.parcours.command.feeds.mllp;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of large messages that are in memory at once, over all connections: from their arrival until they are
 * answered. Whoever wants more gets none, and has to answer for it; nobody waits for it, so that nobody can hold up the
 * others by not finishing.
 */
final class LargeMessageBudget {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    LargeMessageBudget(long most) {
        this.most = most;
    }

    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        giveBack(bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }
}
