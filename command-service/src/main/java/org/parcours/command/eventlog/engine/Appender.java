package org.parcours.command.eventlog.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.engine.Waiting.Waiter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread of a process that writes: takes what waits as a group, has it written, answers. */
final class Appender implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Appender.class);

    private final GroupWriter writer;
    private final Waiting waiting;
    private final Pace pace;
    private final LogSettings.Patience patience;
    private final Executor answers;
    private final Consumer<List<Commit>> grown;
    private final Thread thread;

    /**
     * @param answers runs what callers chained to their future, so that it does not hold the next group up
     * @param grown is told of every commit that this thread brought in
     */
    Appender(
            GroupWriter writer,
            Waiting waiting,
            Pace pace,
            LogSettings.Patience patience,
            Executor answers,
            Consumer<List<Commit>> grown) {
        this.writer = writer;
        this.waiting = waiting;
        this.pace = pace;
        this.patience = patience;
        this.answers = answers;
        this.grown = grown;
        // A platform thread: SQLite is native code, which would pin a virtual one's carrier.
        thread = Thread.ofPlatform().daemon().name("log-appender").unstarted(this::writeGroups);
    }

    Appender start() {
        thread.start();
        return this;
    }

    /** Writes what waits, as long as the store takes it. */
    @Override
    public void close() {
        waiting.close();
        try {
            if (!thread.join(patience.giveUpAfter())) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void writeGroups() {
        try {
            var group = waiting.takeGroup(0);
            while (!group.isEmpty()) {
                writeAndSettle(group);
                group = waiting.takeGroup(group.size());
            }
        } catch (InterruptedException e) {
            failAll(waiting.takeAll(), new LogUnavailableException("The log is closed", e));
        } catch (Throwable e) {
            LOG.error("log appender died: this process appends nothing more; restart it", e);
            waiting.close();
            failAll(waiting.takeAll(), new LogUnavailableException("The log's appender died", e));
            throw e;
        }
    }

    /** Everybody in the group is answered; when it returns, nothing is in doubt. */
    void writeAndSettle(List<Waiter> group) throws InterruptedException {
        write(group);
        stayOnTheSlot();
    }

    private void write(List<Waiter> group) {
        long sequenceBefore = writer.known().sequence();
        try {
            var outcomes = writer.write(group.stream().map(Waiter::append).toList());
            tell(outcomes);
            for (int i = 0; i < group.size(); i++) {
                var outcome = outcomes.get(i);
                var waiter = group.get(i);
                answers.execute(() -> waiter.outcome().complete(outcome));
            }
        } catch (RuntimeException e) {
            var unavailable =
                    e instanceof LogUnavailableException known ? known : new LogUnavailableException(e.getMessage(), e);
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
            failAll(group, new LogUnavailableException("The log's appender died", e));
            throw e;
        }
    }

    private void tell(List<AppendOutcome> outcomes) {
        var commits = new ArrayList<Commit>(outcomes.size());
        for (var outcome : outcomes) {
            if (outcome instanceof Appended(Commit commit)) {
                commits.add(commit);
            }
        }
        if (!commits.isEmpty()) {
            grown.accept(commits);
        }
    }

    // Rule 2: the callers were told, but nothing else is written before it is known what became of the group.
    private void stayOnTheSlot() throws InterruptedException {
        while (writer.isInDoubt()) {
            pace.pause(patience.longestPause());
            try {
                var placed = writer.settle();
                LOG.info("log append settled head={}", writer.known().sequence());
                if (!placed.isEmpty()) {
                    grown.accept(placed);
                }
            } catch (RuntimeException e) {
                failAll(waiting.takeAll(), new LogUnavailableException(e.getMessage(), e));
            }
        }
    }

    private void failAll(List<Waiter> waiters, LogUnavailableException unavailable) {
        waiters.forEach(waiter -> answers.execute(() -> waiter.outcome().completeExceptionally(unavailable)));
    }
}
