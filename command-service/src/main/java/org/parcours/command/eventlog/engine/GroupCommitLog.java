package org.parcours.command.eventlog.engine;

import static java.util.concurrent.CompletableFuture.failedFuture;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.AppendStatus;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.CommitTooLargeException;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.chain.EventDataCodec;
import org.parcours.command.eventlog.engine.AppendQueue.PendingAppend;
import org.parcours.command.eventlog.engine.PreQueueConditionCheck.PrecheckResult;

/** The log on any store: one thread writes all waiting appends as a group, with one fsync. Groups grow with the load. */
public final class GroupCommitLog implements CommitLog {

    /** Some pages of the store, so that its file has to grow. */
    private static final int IDLE_PROBE_BYTES = 16 << 10;

    /** After an append that failed: on a disk that is nearly full, a small write may still succeed. */
    private static final int RECOVERY_PROBE_BYTES = 256 << 10;

    private final CommitStore store;
    private final EventLogSettings settings;
    private final CommitAndEventReader reader;
    private final OptimisticGroupAppender appender;
    private final PreQueueConditionCheck precheck;
    private final AppendQueue queue;
    private final CachingLogTailFollower tailFollower;
    private final GroupCommitWorker worker;
    private final WriteProbe idleProbe;
    private final WriteProbe recoveryProbe;
    private final ExecutorService callerExecutor = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("log-caller-", 0).factory());

    /** @param store closed with the log */
    public GroupCommitLog(CommitStore store, EventLogSettings settings, Clock clock) {
        this.store = store;
        this.settings = settings;
        reader = new CommitAndEventReader(store);
        appender = new OptimisticGroupAppender(store, settings, clock, RetryClock.system());
        precheck = new PreQueueConditionCheck(store, appender);
        queue = new AppendQueue(settings);
        idleProbe = new WriteProbe(store, RetryClock.system(), IDLE_PROBE_BYTES);
        recoveryProbe = new WriteProbe(store, RetryClock.system(), RECOVERY_PROBE_BYTES);
        tailFollower = new CachingLogTailFollower(store, settings.read(), appender.knownHead());
        worker = new GroupCommitWorker(
                        appender, queue, RetryClock.system(), settings.retry(), callerExecutor, tailFollower::add)
                .start();
    }

    @Override
    public CompletableFuture<AppendOutcome> append(AppendRequest request) {
        var limits = settings.groupCommit();
        long bytes = EventDataCodec.size(request.events());
        int tags =
                request.events().stream().mapToInt(event -> event.tags().size()).sum();
        if (bytes > limits.maxCommitBytes()) {
            return failedFuture(new CommitTooLargeException(request.id(), bytes, limits.maxCommitBytes(), "bytes"));
        }
        if (tags > limits.maxTags()) {
            return failedFuture(new CommitTooLargeException(request.id(), tags, limits.maxTags(), "tags"));
        }
        if (queue.isClosed() || !precheck.isNeeded(request)) {
            return enqueue(request, (int) bytes, tags);
        }
        return CompletableFuture.supplyAsync(() -> precheck.check(request), callerExecutor)
                .thenCompose(result -> switch (result) {
                    case PrecheckResult.Decided(var outcome) -> CompletableFuture.completedFuture(outcome);
                    case PrecheckResult.Undecided(var checked) -> enqueue(checked, (int) bytes, tags);
                });
    }

    private CompletableFuture<AppendOutcome> enqueue(AppendRequest request, int bytes, int tags) {
        var pending = new PendingAppend(request, bytes, tags, new CompletableFuture<>());
        if (!queue.offer(pending)) {
            var reason = queue.isClosed() ? "The log is closed" : "Too many appends are queued";
            return failedFuture(new LogUnavailableException(reason));
        }
        return pending.outcome();
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit) {
        checkLimit(limit);
        return reader.read(criteria, afterPosition, limit);
    }

    @Override
    public LogHead head() {
        return store.head();
    }

    @Override
    public LogHead knownHead() {
        var written = appender.knownHead();
        var followed = tailFollower.head();
        return written.sequence() > followed.sequence() ? written : followed;
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        checkLimit(limit);
        return reader.commits(afterSequence, limit);
    }

    @Override
    public List<Commit> knownCommits(long afterSequence, int limit) {
        checkLimit(limit);
        return tailFollower.commits(afterSequence, limit);
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
        return tailFollower.subscribe(listener);
    }

    @Override
    public AppendStatus appendStatus() {
        var status = worker.status().status();
        return switch (status) {
            case AppendStatus.Stopped _, AppendStatus.Blocked _ -> status;
            case AppendStatus.Failing _ -> worker.status().isLogCorrupt() ? status : recoveryProbe.check();
            case AppendStatus.Available _ ->
                worker.status().hasSucceededWithin(WriteProbe.INTERVAL) ? status : idleProbe.check();
        };
    }

    /** Writes the waiting appends, as long as the store accepts them, then closes the store. */
    @Override
    public void close() {
        worker.close();
        tailFollower.close();
        callerExecutor.shutdown();
        store.close();
    }

    private void checkLimit(int limit) {
        if (limit < 1 || limit > settings.read().maxPageSize()) {
            throw new IllegalArgumentException(
                    "A page has 1 to " + settings.read().maxPageSize() + " entries: " + limit);
        }
    }
}
