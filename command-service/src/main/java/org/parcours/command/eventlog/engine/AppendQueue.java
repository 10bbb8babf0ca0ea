package org.parcours.command.eventlog.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.EventLogSettings;

/** The queue of appends. It is consumed in groups, in which callers take turns; those of one caller keep their order. */
final class AppendQueue {

    record PendingAppend(AppendRequest request, int bytes, int tags, CompletableFuture<AppendOutcome> outcome) {}

    private final EventLogSettings.GroupCommitSettings groupLimits;
    private final EventLogSettings.QueueSettings queueLimits;
    private final AdaptiveBatchDelay batchDelay;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final LinkedHashMap<String, ArrayDeque<PendingAppend>> queuesByCaller = new LinkedHashMap<>(); // next first
    private int count;
    private long bytes;
    private volatile boolean closed;
    private int signalThreshold = 1; // wakes the consumer once for this many appends

    AppendQueue(EventLogSettings settings) {
        groupLimits = settings.groupCommit();
        queueLimits = settings.queue();
        batchDelay = new AdaptiveBatchDelay(groupLimits.maxBatchDelay());
    }

    /** @return false: the queue is full, in total or for this caller, or closed */
    boolean offer(PendingAppend pending) {
        lock.lock();
        try {
            if (closed || count >= queueLimits.maxCommits() || bytes + pending.bytes() > queueLimits.maxBytes()) {
                return false;
            }
            var callerQueue = queuesByCaller.computeIfAbsent(pending.request().caller(), caller -> new ArrayDeque<>());
            if (!callerQueue.isEmpty() && callerQueue.size() >= queueLimits.maxCommitsPerCaller()) {
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
     * Waits for at least one append and removes as many as fit in a group; empty once the queue is closed and empty.
     *
     * @param completedCount the size of the previous group, whose callers may append again soon
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

    /** Accepts no more appends. */
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
        return closed;
    }

    /** Removes the first append of the next caller, and moves the caller to the end. */
    private PendingAppend pollNext() {
        var callerEntry = queuesByCaller.pollFirstEntry();
        var pending = callerEntry.getValue().removeFirst();
        if (!callerEntry.getValue().isEmpty()) {
            queuesByCaller.putLast(callerEntry.getKey(), callerEntry.getValue());
        }
        count--;
        bytes -= pending.bytes();
        return pending;
    }
}
