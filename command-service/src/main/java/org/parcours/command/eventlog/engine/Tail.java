package org.parcours.command.eventlog.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.chain.EventBytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest commits in memory, without a gap, and word that there are more: at once of those that this process
 * appended; of those of others when the store tells (a change stream), and where it cannot, by asking it, often while
 * there is something new and seldom while there is not. One a process, however many follow.
 */
final class Tail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(5);
    private static final int PAGE = 500;

    private record Kept(Commit commit, long bytes) {}

    private final StoreReads reads;
    private final LogSettings.Reading settings;
    private final Subscription toldByTheStore;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeMap<Long, Kept> newest = new TreeMap<>(); // by sequence
    private final Thread thread;
    private long bytes;
    private volatile Head head; // of the newest commit that was seen
    private long told; // the sequence up to which the listeners know
    private boolean askAgain;
    private Duration poll;

    /** @param head to begin after */
    Tail(CommitStore store, LogSettings.Reading settings, Head head) {
        this.reads = new StoreReads(store);
        this.settings = settings;
        this.head = head;
        this.told = head.sequence();
        this.poll = settings.poll();
        toldByTheStore = store.watch(this::askTheStore).orElse(() -> {});
        thread = Thread.ofPlatform().daemon().name("log-tail").start(this::follow);
    }

    /** These are in the log. Where they do not follow what was seen, those between are read first. */
    void appended(List<Commit> commits) {
        lock.lock();
        try {
            commits.forEach(this::keep);
            askAgain |= commits.getLast().sequence() > head.sequence();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Commits after the sequence, as far as they were heard of: from memory where they are there, else from the store. */
    List<Commit> commits(long afterSequence, int limit) {
        lock.lock();
        try {
            if (afterSequence >= head.sequence()) {
                return List.of();
            }
            if (newest.containsKey(afterSequence + 1)) {
                return newest.tailMap(afterSequence, false).values().stream()
                        .limit(limit)
                        .map(Kept::commit)
                        .toList();
            }
        } finally {
            lock.unlock();
        }
        return reads.commits(afterSequence, limit);
    }

    /** Of the newest commit that was heard of. */
    Head head() {
        return head;
    }

    Subscription subscribe(Runnable listener) {
        listeners.add(listener);
        askTheStore();
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        thread.interrupt();
        toldByTheStore.close();
    }

    private void askTheStore() {
        lock.lock();
        try {
            askAgain = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        try {
            while (true) {
                if (waitForMore()) {
                    readOn();
                }
                tellWhoListens();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether the store has to be asked */
    private boolean waitForMore() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = poll.toNanos();
            while (!askAgain && told == head.sequence() && left > 0) {
                left = changed.awaitNanos(left);
            }
            boolean ask = askAgain || left <= 0 && !listeners.isEmpty();
            askAgain = false;
            return ask;
        } finally {
            lock.unlock();
        }
    }

    private void readOn() throws InterruptedException {
        long before = head.sequence();
        try {
            for (int size = PAGE; size == PAGE; ) {
                var page = reads.commits(head.sequence(), PAGE);
                size = page.size();
                lock.lock();
                try {
                    page.forEach(this::keep);
                } finally {
                    lock.unlock();
                }
            }
            poll = head.sequence() > before ? SHORTEST_POLL : longer(poll);
        } catch (RuntimeException e) {
            LOG.warn("log tail: the store does not answer; asking again in {}", settings.poll(), e);
            poll = settings.poll();
            TimeUnit.NANOSECONDS.sleep(poll.toNanos());
        }
    }

    private Duration longer(Duration than) {
        var doubled = than.multipliedBy(2);
        return doubled.compareTo(settings.poll()) < 0 ? doubled : settings.poll();
    }

    private void keep(Commit commit) {
        if (commit.sequence() != head.sequence() + 1) {
            return;
        }
        long size = EventBytes.size(commit.events());
        newest.put(commit.sequence(), new Kept(commit, size));
        bytes += size;
        head = commit.asHead();
        while (bytes > settings.tailBytes() && newest.size() > 1) {
            bytes -= newest.pollFirstEntry().getValue().bytes();
        }
    }

    private void tellWhoListens() {
        long now = head.sequence();
        if (now == told) {
            return;
        }
        told = now;
        for (var listener : new ArrayList<>(listeners)) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("log tail: a listener failed; it is told again when the log grows", e);
            }
        }
    }
}
