package org.parcours.command.eventlog.engine;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.CommitTooLargeException;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.chain.EventBytes;
import org.parcours.command.eventlog.engine.Waiting.Waiter;

/**
 * The log on any store. One thread takes all appends that wait and writes them as a group: one fsync for all. The
 * busier it is, the larger the groups.
 */
public final class GroupCommitLog implements CommitLog {

    private final CommitStore store;
    private final LogSettings settings;
    private final StoreReads reads;
    private final GroupWriter writer;
    private final Precheck precheck;
    private final Waiting waiting;
    private final Tail tail;
    private final Appender appender;
    private final ExecutorService callers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("log-caller-", 0).factory());

    /** @param store closed with the log */
    public GroupCommitLog(CommitStore store, LogSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        reads = new StoreReads(store);
        writer = new GroupWriter(store, settings, clock, Pace.real());
        precheck = new Precheck(store, writer);
        waiting = new Waiting(settings);
        tail = new Tail(store, settings.reading(), writer.known());
        appender = new Appender(writer, waiting, Pace.real(), settings.patience(), callers, tail::appended).start();
    }

    @Override
    public CompletableFuture<AppendOutcome> append(Append append) {
        long bytes = EventBytes.size(append.events());
        int tags =
                append.events().stream().mapToInt(event -> event.tags().size()).sum();
        if (bytes > settings.groups().maxCommitBytes()) {
            return CompletableFuture.failedFuture(new CommitTooLargeException(
                    append.id(), bytes, settings.groups().maxCommitBytes(), "bytes"));
        }
        if (tags > settings.groups().maxTags()) {
            return CompletableFuture.failedFuture(new CommitTooLargeException(
                    append.id(), tags, settings.groups().maxTags(), "tags"));
        }
        if (waiting.isClosed() || !precheck.isNeeded(append)) {
            return enqueue(append, (int) bytes, tags);
        }
        return CompletableFuture.supplyAsync(() -> precheck.check(append), callers)
                .thenCompose(result -> switch (result) {
                    case Precheck.Result.Decided(var outcome) -> CompletableFuture.completedFuture(outcome);
                    case Precheck.Result.GoOn(var checked) -> enqueue(checked, (int) bytes, tags);
                });
    }

    private CompletableFuture<AppendOutcome> enqueue(Append append, int bytes, int tags) {
        var waiter = new Waiter(append, bytes, tags, new CompletableFuture<>());
        if (!waiting.offer(waiter)) {
            return CompletableFuture.failedFuture(new LogUnavailableException(
                    waiting.isClosed() ? "The log is closed" : "Too many appends wait for the log already"));
        }
        return waiter.outcome();
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long after, int limit) {
        checkLimit(limit);
        return reads.read(criteria, after, limit);
    }

    @Override
    public Head head() {
        return store.head();
    }

    @Override
    public Head seen() {
        var written = writer.known();
        var heardOf = tail.head();
        return written.sequence() > heardOf.sequence() ? written : heardOf;
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        checkLimit(limit);
        return reads.commits(afterSequence, limit);
    }

    @Override
    public List<Commit> follow(long afterSequence, int limit) {
        checkLimit(limit);
        return tail.commits(afterSequence, limit);
    }

    @Override
    public Optional<Commit> commit(CommitId id) {
        return store.commits(Set.of(id)).stream().findFirst();
    }

    @Override
    public long sequenceAt(long position) {
        return store.sequenceAt(position);
    }

    @Override
    public Subscription onAppended(Runnable listener) {
        return tail.subscribe(listener);
    }

    /** Writes what waits, as long as the store takes it, then closes the store. */
    @Override
    public void close() {
        appender.close();
        tail.close();
        callers.shutdown();
        store.close();
    }

    private void checkLimit(int limit) {
        if (limit < 1 || limit > settings.reading().maxPage()) {
            throw new IllegalArgumentException(
                    "A page has 1 to " + settings.reading().maxPage() + " entries: " + limit);
        }
    }
}
