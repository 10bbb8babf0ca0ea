package org.parcours.command.eventlog.engine;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.engine.AppendQueue.PendingAppend;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only thread of a process that writes to the log: takes the waiting appends as a group and writes it. */
final class GroupCommitWorker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWorker.class);

    private final OptimisticGroupAppender appender;
    private final AppendQueue queue;
    private final RetryClock timer;
    private final EventLogSettings.RetrySettings retry;
    private final Executor completionExecutor;
    private final Consumer<List<Commit>> appendListener;
    private final Thread thread;
    private final AppendStatusTracker status;

    /** @param completionExecutor completes the futures, so that stages chained to them do not delay the next group */
    GroupCommitWorker(
            OptimisticGroupAppender appender,
            AppendQueue queue,
            RetryClock timer,
            EventLogSettings.RetrySettings retry,
            Executor completionExecutor,
            Consumer<List<Commit>> appendListener) {
        this.appender = appender;
        this.queue = queue;
        this.timer = timer;
        this.retry = retry;
        this.completionExecutor = completionExecutor;
        this.appendListener = appendListener;
        // Twice the time for which a failing store is retried: a group that takes longer makes no progress.
        status = new AppendStatusTracker(timer, retry.maxElapsedTime().multipliedBy(2));
        // A platform thread: SQLite is native code, which would pin a virtual one's carrier.
        thread = Thread.ofPlatform().daemon().name("log-group-commit").unstarted(this::writeGroups);
    }

    GroupCommitWorker start() {
        thread.start();
        return this;
    }

    AppendStatusTracker status() {
        return status;
    }

    /** Writes the waiting appends first, as long as the store accepts them. */
    @Override
    public void close() {
        queue.close();
        try {
            if (!thread.join(retry.maxElapsedTime())) {
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
            var group = queue.takeGroup(0);
            while (!group.isEmpty()) {
                writeAndResolve(group);
                group = queue.takeGroup(group.size());
            }
            status.stopped("the log is closed");
        } catch (InterruptedException e) {
            status.stopped("its thread was interrupted");
            queue.close();
            failAll(queue.drain(), new LogUnavailableException("The log is closed", e));
        } catch (Throwable e) {
            status.stopped(e.toString());
            LOG.error("log group commit stopped; restart this process, it appends nothing more", e);
            queue.close();
            failAll(queue.drain(), new LogUnavailableException("The group commit of the log stopped", e));
            throw e;
        }
    }

    /** Writes a group and completes its futures. Returns once no group is in doubt. */
    void writeAndResolve(List<PendingAppend> group) throws InterruptedException {
        status.groupStarted();
        write(group);
        retryUntilResolved();
        status.groupEnded();
    }

    private void write(List<PendingAppend> group) {
        long head = appender.knownHead().sequence();
        try {
            var requests = group.stream().map(PendingAppend::request).toList();
            var outcomes = appender.append(requests);
            notifyAppended(outcomes);
            status.succeeded();
            for (int i = 0; i < group.size(); i++) {
                var outcome = outcomes.get(i);
                var future = group.get(i).outcome();
                completionExecutor.execute(() -> future.complete(outcome));
            }
        } catch (RuntimeException e) {
            var unavailable =
                    e instanceof LogUnavailableException known ? known : new LogUnavailableException(e.getMessage(), e);
            var format = "log append failed commits={} inDoubt={} head={}: {}";
            status.failed(unavailable);
            LOG.error(format, group.size(), appender.isInDoubt(), head, e.getMessage(), e);
            failAll(group, unavailable);
            failAll(queue.drain(), unavailable);
        } catch (Error e) {
            failAll(group, new LogUnavailableException("The group commit of the log stopped", e));
            throw e;
        }
    }

    private void notifyAppended(List<AppendOutcome> outcomes) {
        var commits = outcomes.stream()
                .filter(Appended.class::isInstance)
                .map(outcome -> ((Appended) outcome).commit())
                .toList();
        if (!commits.isEmpty()) {
            appendListener.accept(commits);
        }
    }

    // Log rule 2: the callers have failed already, but nothing else is written until the group's outcome is known.
    private void retryUntilResolved() throws InterruptedException {
        while (appender.isInDoubt()) {
            timer.sleepWithJitter(retry.maxBackoff());
            try {
                var inserted = appender.resolveInDoubt();
                status.succeeded();
                LOG.info("log append resolved head={}", appender.knownHead().sequence());
                if (!inserted.isEmpty()) {
                    appendListener.accept(inserted);
                }
            } catch (RuntimeException e) {
                var unavailable = new LogUnavailableException(e.getMessage(), e);
                status.failed(unavailable);
                failAll(queue.drain(), unavailable);
            }
        }
    }

    private void failAll(List<PendingAppend> appends, LogUnavailableException unavailable) {
        appends.forEach(
                pending -> completionExecutor.execute(() -> pending.outcome().completeExceptionally(unavailable)));
    }
}
