package org.parcours.command.eventlog.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.engine.AppendQueue.PendingAppend;
import org.parcours.command.eventlog.simulation.DeterministicScheduler;

/**
 * A {@link GroupCommitLog} in a simulation: the same appender, condition precheck and group commit worker, with actors
 * instead of threads.
 */
public final class SimulatedProcess {

    /** The components of the process; a test may omit a rule. */
    public record ProcessComponents(AppenderFactory appenderFactory, ReaderFactory readerFactory) {

        public static final ProcessComponents UNMODIFIED =
                new ProcessComponents(OptimisticGroupAppender::new, CommitAndEventReader::new);

        /** Without log rule 7. */
        public static final ProcessComponents UNADJUSTED_TIME =
                new ProcessComponents(UnadjustedTimeAppender::new, CommitAndEventReader::new);

        /** Without log rule 5. */
        public static final ProcessComponents UNCHECKED_PAGES =
                new ProcessComponents(OptimisticGroupAppender::new, UncheckedReader::new);
    }

    interface AppenderFactory {
        OptimisticGroupAppender create(CommitStore store, EventLogSettings settings, Clock clock, RetryClock timer);
    }

    interface ReaderFactory {
        CommitAndEventReader create(CommitStore store);
    }

    private static final class UnadjustedTimeAppender extends OptimisticGroupAppender {

        private final Clock clock;

        private UnadjustedTimeAppender(CommitStore store, EventLogSettings settings, Clock clock, RetryClock timer) {
            super(store, settings, clock, timer);
            this.clock = clock;
        }

        @Override
        Instant nextRecordedAt() {
            return clock.instant().truncatedTo(ChronoUnit.MICROS);
        }
    }

    private static final class UncheckedReader extends CommitAndEventReader {

        private final CommitStore store;

        private UncheckedReader(CommitStore store) {
            super(store);
            this.store = store;
        }

        @Override
        List<Commit> commits(long afterSequence, int limit) {
            return store.commits(afterSequence, limit);
        }
    }

    private final DeterministicScheduler scheduler;
    private final EventLogSettings settings;
    private final CommitAndEventReader reader;
    private final OptimisticGroupAppender appender;
    private final PreQueueConditionCheck precheck;
    private final GroupCommitWorker worker;
    private final List<PendingAppend> pendingAppends = new ArrayList<>();
    private DeterministicScheduler.Promise<Boolean> appendAvailable;

    /** To be called by an actor: it reads the head from the store. */
    public SimulatedProcess(
            DeterministicScheduler scheduler,
            CommitStore store,
            EventLogSettings settings,
            Clock clock,
            ProcessComponents components) {
        this.scheduler = scheduler;
        this.settings = settings;
        var timer = new RetryClock() {
            @Override
            public long nanoTime() {
                return scheduler.now();
            }

            @Override
            public void sleepWithJitter(Duration maxDuration) {
                scheduler.sleep(scheduler.randomDuration(maxDuration.dividedBy(2), maxDuration));
            }
        };
        reader = components.readerFactory().create(store);
        appender = components.appenderFactory().create(store, settings, clock, timer);
        precheck = new PreQueueConditionCheck(store, appender);
        worker = new GroupCommitWorker(
                appender, new AppendQueue(settings), timer, settings.retry(), Runnable::run, commits -> {});
        appendAvailable = scheduler.promise();
    }

    /** The body of the actor that writes groups. */
    public void writeGroups() {
        while (true) {
            if (pendingAppends.isEmpty()) {
                appendAvailable = scheduler.promise();
                appendAvailable.await();
            }
            var group = new ArrayList<>(pendingAppends.subList(
                    0, Math.min(pendingAppends.size(), settings.groupCommit().maxCommits())));
            pendingAppends.removeAll(group);
            try {
                worker.writeAndResolve(group);
            } catch (InterruptedException e) {
                throw new AssertionError("Unexpected interrupt", e);
            }
        }
    }

    /** @throws LogUnavailableException when the outcome is unknown */
    public AppendOutcome append(AppendRequest request) {
        if (!precheck.isNeeded(request)) {
            return enqueue(request);
        }
        return switch (precheck.check(request)) {
            case PreQueueConditionCheck.PrecheckResult.Decided(var outcome) -> outcome;
            case PreQueueConditionCheck.PrecheckResult.Undecided(var checked) -> enqueue(checked);
        };
    }

    private AppendOutcome enqueue(AppendRequest request) {
        var completion = scheduler.<Object>promise();
        var outcome = new CompletableFuture<AppendOutcome>();
        outcome.whenComplete((value, failure) -> completion.complete(failure == null ? value : failure));
        pendingAppends.add(new PendingAppend(request, 1, 1, outcome));
        appendAvailable.complete(true);
        return switch (completion.await()) {
            case AppendOutcome appendOutcome -> appendOutcome;
            case LogUnavailableException unavailable -> throw unavailable;
            case Object other -> throw new AssertionError(other);
        };
    }

    public List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit) {
        return reader.read(criteria, afterPosition, limit);
    }

    public List<Commit> commits(long afterSequence, int limit) {
        return reader.commits(afterSequence, limit);
    }

    public LogHead knownHead() {
        return appender.knownHead();
    }
}
