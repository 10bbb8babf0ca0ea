package org.parcours.command.eventlog.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.EventLogSettings;

/**
 * Appends that wait for the appender: bounded by count and bytes, in all and of each caller. Taken in groups, in which
 * callers take turns, and each caller's in the order in which they came.
 */
final class AppendQueue {

    record PendingAppend(AppendRequest request, int bytes, int tags, CompletableFuture<AppendOutcome> outcome) {}

    private final EventLogSettings.GroupCommitSettings groupLimits;
    private final EventLogSettings.QueueSettings queueLimits;
    private final AdaptiveBatchDelay batchDelay;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // The caller whose turn it is comes first.
    private final LinkedHashMap<String, ArrayDeque<PendingAppend>> queuesByCaller = new LinkedHashMap<>();
    private int count;
    private long bytes;
    private boolean closed;
    // The appender is woken once for so many, instead of for each.
    private int signalThreshold = 1;

    AppendQueue(EventLogSettings settings) {
        groupLimits = settings.groupCommit();
        queueLimits = settings.queue();
        batchDelay = new AdaptiveBatchDelay(groupLimits.maxBatchDelay());
    }

    /** @return whether there is room for this caller, and the log is open */
    boolean offer(PendingAppend pending) {
        lock.lock();
        try {
            if (closed || count >= queueLimits.maxCommits() || bytes + pending.bytes() > queueLimits.maxBytes()) {
                return false;
            }
            var caller = pending.request().caller();
            var callerQueue = queuesByCaller.get(caller);
            if (callerQueue == null) {
                callerQueue = new ArrayDeque<>();
                queuesByCaller.put(caller, callerQueue);
            } else if (callerQueue.size() >= queueLimits.maxCommitsPerCaller()) {
                return false;
            }
            callerQueue.addLast(pending);
            count++;
            bytes += pending.bytes();
            if (count >= signalThreshold) {
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for one at least and takes what fits in a group; empty when closed and done.
     *
     * @param completedCount so many were just answered: they may be about to ask again, which is worth a short wait
     */
    List<PendingAppend> takeGroup(int completedCount) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            signalThreshold = 1;
            while (count == 0 && !closed) {
                changed.await();
            }
            awaitMoreAppends(completedCount);
            return pollGroup();
        } finally {
            lock.unlock();
        }
    }

    /** Waits as long as they keep coming. */
    private void awaitMoreAppends(int completedCount) throws InterruptedException {
        int initialCount = count;
        int expectedCount = Math.min(initialCount + completedCount, groupLimits.maxCommits());
        long remainingNanos = batchDelay.nextDelayNanos();
        if (initialCount >= expectedCount || remainingNanos == 0) {
            return;
        }
        signalThreshold = expectedCount;
        int previousCount;
        do {
            previousCount = count;
            long quietNanos = Math.min(remainingNanos, batchDelay.quietPeriodNanos());
            remainingNanos -= quietNanos - changed.awaitNanos(quietNanos);
        } while (count > previousCount && count < expectedCount && remainingNanos > 0 && !closed);
        batchDelay.adapt(2 * (count - initialCount) >= expectedCount - initialCount);
    }

    private List<PendingAppend> pollGroup() {
        var group = new ArrayList<PendingAppend>();
        int groupBytes = 0;
        int groupTags = 0;
        while (count > 0 && group.size() < groupLimits.maxCommits()) {
            var next = queuesByCaller.firstEntry().getValue().getFirst();
            groupBytes += next.bytes();
            groupTags += next.tags();
            if (groupBytes > groupLimits.maxBytes() || groupTags > groupLimits.maxTags()) {
                break;
            }
            group.add(pollNext());
        }
        return group;
    }

    List<PendingAppend> drain() {
        lock.lock();
        try {
            var all = new ArrayList<PendingAppend>();
            while (count > 0) {
                all.add(pollNext());
            }
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nobody in any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** The first of the caller whose turn it is, who goes to the end of the line. */
    private PendingAppend pollNext() {
        Map.Entry<String, ArrayDeque<PendingAppend>> callerEntry = queuesByCaller.pollFirstEntry();
        var pending = callerEntry.getValue().removeFirst();
        if (!callerEntry.getValue().isEmpty()) {
            queuesByCaller.putLast(callerEntry.getKey(), callerEntry.getValue());
        }
        count--;
        bytes -= pending.bytes();
        return pending;
    }
}
