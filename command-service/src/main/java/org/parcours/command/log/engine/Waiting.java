package org.parcours.command.log.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.parcours.command.log.Append;
import org.parcours.command.log.AppendOutcome;
import org.parcours.command.log.LogSettings;

/** Appends that wait for the appender: bounded by count and bytes, taken in groups, first come first served. */
final class Waiting {

    record Waiter(Append append, int bytes, int tags, CompletableFuture<AppendOutcome> outcome) {}

    private final LogSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    Waiting(LogSettings settings) {
        this.settings = settings;
    }

    /** @return whether there is room, and the log is open */
    boolean offer(Waiter waiter) {
        lock.lock();
        try {
            if (closed
                    || waiters.size() >= settings.maxWaitingCommits()
                    || bytes + waiter.bytes() > settings.maxWaitingBytes()) {
                return false;
            }
            waiters.addLast(waiter);
            bytes += waiter.bytes();
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for one at least and takes what fits in a group; empty when closed and done. */
    List<Waiter> takeGroup() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiters.isEmpty() && !closed) {
                changed.await();
            }
            var group = new ArrayList<Waiter>();
            int groupBytes = 0;
            int groupTags = 0;
            while (!waiters.isEmpty() && group.size() < settings.maxGroupCommits()) {
                var next = waiters.getFirst();
                groupBytes += next.bytes();
                groupTags += next.tags();
                if (groupBytes > settings.maxGroupBytes() || groupTags > settings.maxGroupTags()) {
                    break;
                }
                group.add(remove());
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    List<Waiter> takeAll() {
        lock.lock();
        try {
            var all = new ArrayList<Waiter>();
            while (!waiters.isEmpty()) {
                all.add(remove());
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

    private Waiter remove() {
        var waiter = waiters.removeFirst();
        bytes -= waiter.bytes();
        return waiter;
    }
}
