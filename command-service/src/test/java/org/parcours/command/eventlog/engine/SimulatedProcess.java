package org.parcours.command.eventlog.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.engine.Waiting.Waiter;
import org.parcours.command.log.simulation.Scheduler;

/**
 * What {@link GroupCommitLog} is, in a simulated world: the same writer, the same look at old conditions, the same
 * appender, on actors instead of threads.
 */
public final class SimulatedProcess {

    /** What the process is made of: a test may leave a rule out. */
    public record Parts(Writing writing, Reading reading) {

        public static final Parts AS_THEY_ARE = new Parts(GroupWriter::new, StoreReads::new);

        /** Rule 7 left out. */
        public static final Parts TIME_AS_THE_CLOCK_SAYS = new Parts(WriterByTheClock::new, StoreReads::new);

        /** Rule 5 left out. */
        public static final Parts PAGES_AS_THEY_COME = new Parts(GroupWriter::new, ReadsAsTheyCome::new);
    }

    interface Writing {
        GroupWriter writer(CommitStore store, LogSettings settings, Clock clock, Pace pace);
    }

    interface Reading {
        StoreReads reads(CommitStore store);
    }

    private static final class WriterByTheClock extends GroupWriter {

        private final Clock clock;

        private WriterByTheClock(CommitStore store, LogSettings settings, Clock clock, Pace pace) {
            super(store, settings, clock, pace);
            this.clock = clock;
        }

        @Override
        Instant recordedAt() {
            return clock.instant().truncatedTo(ChronoUnit.MICROS);
        }
    }

    private static final class ReadsAsTheyCome extends StoreReads {

        private final CommitStore store;

        private ReadsAsTheyCome(CommitStore store) {
            super(store);
            this.store = store;
        }

        @Override
        List<Commit> commits(long afterSequence, int limit) {
            return store.commits(afterSequence, limit);
        }
    }

    private final Scheduler world;
    private final LogSettings settings;
    private final StoreReads reads;
    private final GroupWriter writer;
    private final Precheck precheck;
    private final Appender appender;
    private final List<Waiter> waiting = new ArrayList<>();
    private Scheduler.Promise<Boolean> more;

    /** In an actor: it asks the store where the log ends. */
    public SimulatedProcess(Scheduler world, CommitStore store, LogSettings settings, Clock clock, Parts parts) {
        this.world = world;
        this.settings = settings;
        var pace = new Pace() {
            @Override
            public long nanoTime() {
                return world.now();
            }

            @Override
            public void pause(Duration atMost) {
                world.sleep(world.between(atMost.dividedBy(2), atMost));
            }
        };
        reads = parts.reading().reads(store);
        writer = parts.writing().writer(store, settings, clock, pace);
        precheck = new Precheck(store, writer);
        appender = new Appender(writer, new Waiting(settings), pace, settings.patience(), Runnable::run, commits -> {});
        more = world.promise();
    }

    /** The appender's actor. */
    public void writeGroups() {
        while (true) {
            if (waiting.isEmpty()) {
                more = world.promise();
                more.await();
            }
            var group = new ArrayList<>(waiting.subList(
                    0, Math.min(waiting.size(), settings.groups().maxCommits())));
            waiting.removeAll(group);
            try {
                appender.writeAndSettle(group);
            } catch (InterruptedException e) {
                throw new AssertionError("Nobody interrupts here", e);
            }
        }
    }

    /** @throws LogUnavailableException when it is not known what became of it */
    public AppendOutcome append(Append append) {
        if (!precheck.isNeeded(append)) {
            return enqueue(append);
        }
        return switch (precheck.check(append)) {
            case Precheck.Result.Decided(var outcome) -> outcome;
            case Precheck.Result.GoOn(var checked) -> enqueue(checked);
        };
    }

    private AppendOutcome enqueue(Append append) {
        var answered = world.<Object>promise();
        var outcome = new CompletableFuture<AppendOutcome>();
        outcome.whenComplete((what, failure) -> answered.give(failure == null ? what : failure));
        waiting.add(new Waiter(append, 1, 1, outcome));
        more.give(true);
        return switch (answered.await()) {
            case AppendOutcome known -> known;
            case LogUnavailableException unavailable -> throw unavailable;
            case Object other -> throw new AssertionError(other);
        };
    }

    public List<LoggedEvent> read(Criteria criteria, long after, int limit) {
        return reads.read(criteria, after, limit);
    }

    public List<Commit> commits(long afterSequence, int limit) {
        return reads.commits(afterSequence, limit);
    }

    public Head seen() {
        return writer.known();
    }
}
