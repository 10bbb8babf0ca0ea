package org.parcours.command.log.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.parcours.command.log.Append;
import org.parcours.command.log.AppendOutcome;
import org.parcours.command.log.Commit;
import org.parcours.command.log.CommitId;
import org.parcours.command.log.CommitLog;
import org.parcours.command.log.CommitTooLarge;
import org.parcours.command.log.CorruptLog;
import org.parcours.command.log.Criteria;
import org.parcours.command.log.Head;
import org.parcours.command.log.LogSettings;
import org.parcours.command.log.LogUnavailable;
import org.parcours.command.log.LoggedEvent;
import org.parcours.command.log.chain.EventBytes;
import org.parcours.command.log.engine.Waiting.Waiter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log on any store. One thread takes all appends that wait, without waiting for more, and writes them as a group:
 * one fsync for all. The busier it is, the larger the groups.
 */
public final class GroupCommitLog implements CommitLog {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitLog.class);

    private final CommitStore store;
    private final LogSettings settings;
    private final Pace pace;
    private final GroupWriter writer;
    private final Waiting waiting;
    private final Watch watch;
    private final Thread appender;
    // Not the appender's thread: what callers chain to a future must not hold the next group up.
    private final Executor answers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("log-answer-", 0).factory());

    /** @param store closed with the log */
    public GroupCommitLog(CommitStore store, LogSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        pace = Pace.real();
        writer = new GroupWriter(store, settings, clock, pace);
        waiting = new Waiting(settings);
        watch = new Watch(() -> store.head().sequence(), settings.watchInterval());
        // A platform thread: SQLite is native code, which would pin a virtual one's carrier.
        appender = Thread.ofPlatform().daemon().name("log-appender").start(this::writeGroups);
    }

    @Override
    public CompletableFuture<AppendOutcome> append(Append append) {
        long bytes = EventBytes.size(append.events());
        int tags =
                append.events().stream().mapToInt(event -> event.tags().size()).sum();
        if (bytes > settings.maxCommitBytes()) {
            return CompletableFuture.failedFuture(
                    new CommitTooLarge(append.id(), bytes, settings.maxCommitBytes(), "bytes"));
        }
        if (tags > settings.maxGroupTags()) {
            return CompletableFuture.failedFuture(
                    new CommitTooLarge(append.id(), tags, settings.maxGroupTags(), "tags"));
        }
        var waiter = new Waiter(append, (int) bytes, tags, new CompletableFuture<>());
        if (!waiting.offer(waiter)) {
            return CompletableFuture.failedFuture(new LogUnavailable(
                    waiting.isClosed() ? "The log is closed" : "Too many appends wait for the log already"));
        }
        return waiter.outcome();
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long after, int limit) {
        checkLimit(limit);
        return store.read(criteria, after, limit);
    }

    @Override
    public Head head() {
        return store.head();
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        checkLimit(limit);
        // Rule 5: a page with a gap may be stale, so it is read once more before it is called corrupt.
        var page = store.commits(afterSequence, limit);
        if (firstGap(afterSequence, page) != 0) {
            page = store.commits(afterSequence, limit);
            long gap = firstGap(afterSequence, page);
            if (gap != 0) {
                throw new CorruptLog(gap, "commit %d is missing, later ones are there".formatted(gap));
            }
        }
        return page;
    }

    @Override
    public Optional<Commit> commit(CommitId id) {
        return store.commits(Set.of(id)).stream().findFirst();
    }

    @Override
    public Optional<Long> positionAt(Instant recordedAt) {
        return store.positionAt(recordedAt);
    }

    @Override
    public Subscription onAppended(Runnable listener) {
        return watch.subscribe(listener);
    }

    /** Writes what waits, as long as the store takes it, then closes the store. */
    @Override
    public void close() {
        waiting.close();
        try {
            if (!appender.join(settings.giveUpAfter())) {
                appender.interrupt();
                appender.join();
            }
        } catch (InterruptedException e) {
            appender.interrupt();
            Thread.currentThread().interrupt();
        }
        watch.close();
        store.close();
    }

    private void writeGroups() {
        try {
            var group = waiting.takeGroup();
            while (!group.isEmpty()) {
                write(group);
                group = waiting.takeGroup();
            }
        } catch (InterruptedException e) {
            failAll(waiting.takeAll(), new LogUnavailable("The log is closed", e));
        } catch (Throwable e) {
            LOG.error("log appender died: this process appends nothing more; restart it", e);
            waiting.close();
            failAll(waiting.takeAll(), new LogUnavailable("The log's appender died", e));
            throw e;
        }
    }

    private void write(List<Waiter> group) throws InterruptedException {
        long sequenceBefore = writer.known().sequence();
        try {
            var outcomes = writer.write(group.stream().map(Waiter::append).toList());
            for (int i = 0; i < group.size(); i++) {
                var outcome = outcomes.get(i);
                var waiter = group.get(i);
                answers.execute(() -> waiter.outcome().complete(outcome));
            }
        } catch (RuntimeException e) {
            var unavailable = e instanceof LogUnavailable known ? known : new LogUnavailable(e.getMessage(), e);
            LOG.error(
                    "log append failed commits={} inDoubt={} head={}: {}",
                    group.size(),
                    writer.isInDoubt(),
                    sequenceBefore,
                    e.getMessage(),
                    e);
            failAll(group, unavailable);
            failAll(waiting.takeAll(), unavailable);
        } catch (Error e) {
            failAll(group, new LogUnavailable("The log's appender died", e));
            throw e;
        }
        if (writer.known().sequence() != sequenceBefore) {
            watch.grown();
        }
        stayOnTheSlot();
    }

    // Rule 2: the callers were told, but nothing else is written before it is known what became of the group.
    private void stayOnTheSlot() throws InterruptedException {
        while (writer.isInDoubt()) {
            pace.pause(settings.longestPause());
            try {
                writer.settle();
                LOG.info("log append settled head={}", writer.known().sequence());
                watch.grown();
            } catch (RuntimeException e) {
                failAll(waiting.takeAll(), new LogUnavailable(e.getMessage(), e));
            }
        }
    }

    private void failAll(List<Waiter> waiters, LogUnavailable unavailable) {
        waiters.forEach(waiter -> answers.execute(() -> waiter.outcome().completeExceptionally(unavailable)));
    }

    private void checkLimit(int limit) {
        if (limit < 1 || limit > settings.maxReadEvents()) {
            throw new IllegalArgumentException("A page has 1 to " + settings.maxReadEvents() + " entries: " + limit);
        }
    }

    private static long firstGap(long afterSequence, List<Commit> page) {
        long expected = afterSequence + 1;
        for (var commit : page) {
            if (commit.sequence() != expected) {
                return expected;
            }
            expected++;
        }
        return 0;
    }
}
