package org.parcours.command.eventlog.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.LogSettings;

/**
 * Appends that wait for the appender: bounded by count and bytes, in all and of each caller. Taken in groups, in which
 * callers take turns, and each caller's in the order in which they came.
 */
final class Waiting {

    record Waiter(Append append, int bytes, int tags, CompletableFuture<AppendOutcome> outcome) {}

    private final LogSettings.Groups groups;
    private final LogSettings.Queue limits;
    private final Gathering gathering;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // The caller whose turn it is comes first.
    private final LinkedHashMap<String, ArrayDeque<Waiter>> byCaller = new LinkedHashMap<>();
    private int count;
    private long bytes;
    private boolean closed;
    // The appender is woken once for so many, instead of for each.
    private int wakeAt = 1;

    Waiting(LogSettings settings) {
        groups = settings.groups();
        limits = settings.queue();
        gathering = new Gathering(groups.gather());
    }

    /** @return whether there is room for this caller, and the log is open */
    boolean offer(Waiter waiter) {
        lock.lock();
        try {
            if (closed || count >= limits.maxCommits() || bytes + waiter.bytes() > limits.maxBytes()) {
                return false;
            }
            var caller = waiter.append().caller();
            var line = byCaller.get(caller);
            if (line == null) {
                line = new ArrayDeque<>();
                byCaller.put(caller, line);
            } else if (line.size() >= limits.maxCommitsOfOne()) {
                return false;
            }
            line.addLast(waiter);
            count++;
            bytes += waiter.bytes();
            if (count >= wakeAt) {
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
     * @param answered so many were just answered: they may be about to ask again, which is worth a short wait
     */
    List<Waiter> takeGroup(int answered) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            wakeAt = 1;
            while (count == 0 && !closed) {
                changed.await();
            }
            gather(answered);
            return take();
        } finally {
            lock.unlock();
        }
    }

    /** Waits as long as they keep coming. */
    private void gather(int answered) throws InterruptedException {
        int waited = count;
        int expected = Math.min(waited + answered, groups.maxCommits());
        long left = gathering.patience();
        if (waited >= expected || left == 0) {
            return;
        }
        wakeAt = expected;
        int before;
        do {
            before = count;
            long lull = Math.min(left, gathering.lull());
            left -= lull - changed.awaitNanos(lull);
        } while (count > before && count < expected && left > 0 && !closed);
        gathering.learn(2 * (count - waited) >= expected - waited);
    }

    private List<Waiter> take() {
        var group = new ArrayList<Waiter>();
        int groupBytes = 0;
        int groupTags = 0;
        while (count > 0 && group.size() < groups.maxCommits()) {
            var next = byCaller.firstEntry().getValue().getFirst();
            groupBytes += next.bytes();
            groupTags += next.tags();
            if (groupBytes > groups.maxBytes() || groupTags > groups.maxTags()) {
                break;
            }
            group.add(removeNext());
        }
        return group;
    }

    List<Waiter> takeAll() {
        lock.lock();
        try {
            var all = new ArrayList<Waiter>();
            while (count > 0) {
                all.add(removeNext());
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
    private Waiter removeNext() {
        Map.Entry<String, ArrayDeque<Waiter>> turn = byCaller.pollFirstEntry();
        var waiter = turn.getValue().removeFirst();
        if (!turn.getValue().isEmpty()) {
            byCaller.putLast(turn.getKey(), turn.getValue());
        }
        count--;
        bytes -= waiter.bytes();
        return waiter;
    }
}
