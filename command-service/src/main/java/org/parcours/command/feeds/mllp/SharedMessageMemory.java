package org.parcours.command.feeds.mllp;

import java.util.HashMap;
import java.util.Map;

/**
 * Limits the bytes of large messages in memory, over all connections: of those in progress, from their arrival until they
 * are acknowledged, and apart from these, of those that wait for their sender's turn. A request over a limit fails at once
 * and is never queued, so that a sender that does not finish its message cannot delay others.
 */
final class SharedMessageMemory {

    private final long maxInFlight;
    private final long maxWaiting;
    private long inFlight;
    private long waiting;
    private final Map<String, Long> waitingBySender = new HashMap<>();

    SharedMessageMemory(long maxInFlight, long maxWaiting) {
        this.maxInFlight = maxInFlight;
        this.maxWaiting = maxWaiting;
    }

    synchronized boolean tryAcquire(long bytes) {
        if (inFlight + bytes > maxInFlight) {
            return false;
        }
        inFlight += bytes;
        return true;
    }

    synchronized void release(long bytes) {
        inFlight -= bytes;
    }

    /**
     * With a second message a sender has at most half of what the others leave: however many messages of one wait,
     * another's may wait too.
     */
    synchronized boolean tryBeginWaiting(String sender, long bytes) {
        long own = waitingBySender.getOrDefault(sender, 0L);
        long left = maxWaiting - waiting + own;
        if (own + bytes > (own == 0 ? left : left / 2)) {
            return false;
        }
        waitingBySender.put(sender, own + bytes);
        waiting += bytes;
        inFlight -= bytes;
        return true;
    }

    /**
     * The message is in progress again, also beyond the limit: it has waited long enough. How many this may be at a time
     * is limited by {@code parcours.processing.max-bytes}.
     */
    synchronized void endWaiting(String sender, long bytes) {
        waitingBySender.computeIfPresent(sender, (_, own) -> own == bytes ? null : own - bytes);
        waiting -= bytes;
        inFlight += bytes;
    }
}
