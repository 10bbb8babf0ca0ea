package org.parcours.command.eventlog.engine;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.EventDataCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the end of the log: keeps the newest commits in memory, without a gap, and notifies listeners of new ones. It
 * learns of this process's commits at once, and of those of other processes from the store's notifications or by
 * polling: frequently while there are new commits, rarely while there are none.
 */
final class CachingLogTailFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CachingLogTailFollower.class);
    private static final Duration MIN_POLL_INTERVAL = Duration.ofMillis(5);
    private static final int PAGE_SIZE = 500;

    private record CachedCommit(Commit commit, long bytes) {}

    private final CommitAndEventReader reader;
    private final EventLogSettings.ReadSettings settings;
    private final Subscription storeSubscription;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final TreeMap<Long, CachedCommit> cachedCommits = new TreeMap<>(); // by sequence
    private final Thread thread;
    private long cachedBytes;
    private volatile LogHead head; // of the newest known commit
    private long notifiedSequence; // up to which the listeners are notified
    private boolean readRequested;
    private Duration pollInterval;

    CachingLogTailFollower(CommitStore store, EventLogSettings.ReadSettings settings, LogHead head) {
        this.reader = new CommitAndEventReader(store);
        this.settings = settings;
        this.head = head;
        this.notifiedSequence = head.sequence();
        this.pollInterval = settings.maxPollInterval();
        storeSubscription = store.watch(this::requestRead).orElse(() -> {});
        thread = Thread.ofPlatform().daemon().name("log-tail").start(this::follow);
    }

    /** Adds commits. If they do not follow the known head, the commits between are read first. */
    void add(List<Commit> commits) {
        lock.lock();
        try {
            commits.forEach(this::addToCache);
            readRequested |= commits.getLast().sequence() > head.sequence();
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Commits after the sequence up to the known head, from memory if they are in memory, else from the store. */
    List<Commit> commits(long afterSequence, int limit) {
        lock.lock();
        try {
            if (afterSequence >= head.sequence()) {
                return List.of();
            }
            if (cachedCommits.containsKey(afterSequence + 1)) {
                return cachedCommits.tailMap(afterSequence, false).values().stream()
                        .limit(limit)
                        .map(CachedCommit::commit)
                        .toList();
            }
        } finally {
            lock.unlock();
        }
        return reader.commits(afterSequence, limit);
    }

    LogHead head() {
        return head;
    }

    Subscription subscribe(Runnable listener) {
        listeners.add(listener);
        requestRead();
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        thread.interrupt();
        storeSubscription.close();
    }

    private void requestRead() {
        lock.lock();
        try {
            readRequested = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        try {
            while (true) {
                if (awaitWork()) {
                    readNewCommits();
                }
                notifyListeners();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether to read from the store */
    private boolean awaitWork() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long remainingNanos = pollInterval.toNanos();
            while (!readRequested && notifiedSequence == head.sequence() && remainingNanos > 0) {
                remainingNanos = changed.awaitNanos(remainingNanos);
            }
            boolean mustRead = readRequested || remainingNanos <= 0 && !listeners.isEmpty();
            readRequested = false;
            return mustRead;
        } finally {
            lock.unlock();
        }
    }

    private void readNewCommits() throws InterruptedException {
        long previousSequence = head.sequence();
        try {
            for (int size = PAGE_SIZE; size == PAGE_SIZE; ) {
                var page = reader.commits(head.sequence(), PAGE_SIZE);
                size = page.size();
                if (size > 0) {
                    add(page);
                }
            }
            var doubled = Collections.min(List.of(pollInterval.multipliedBy(2), settings.maxPollInterval()));
            pollInterval = head.sequence() > previousSequence ? MIN_POLL_INTERVAL : doubled;
        } catch (RuntimeException e) {
            LOG.warn("log tail: store unavailable; next attempt in {}", settings.maxPollInterval(), e);
            pollInterval = settings.maxPollInterval();
            TimeUnit.NANOSECONDS.sleep(pollInterval.toNanos());
        }
    }

    private void addToCache(Commit commit) {
        if (commit.sequence() != head.sequence() + 1) {
            return;
        }
        long size = EventDataCodec.size(commit.events());
        cachedCommits.put(commit.sequence(), new CachedCommit(commit, size));
        cachedBytes += size;
        head = commit.asHead();
        while (cachedBytes > settings.maxTailBytes() && cachedCommits.size() > 1) {
            cachedBytes -= cachedCommits.pollFirstEntry().getValue().bytes();
        }
    }

    private void notifyListeners() {
        long sequence = head.sequence();
        if (sequence == notifiedSequence) {
            return;
        }
        notifiedSequence = sequence;
        for (var listener : listeners) {
            try {
                listener.run();
            } catch (RuntimeException e) {
                LOG.warn("log tail: a listener failed; it is called again after the next append", e);
            }
        }
    }
}
