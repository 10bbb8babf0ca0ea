package org.parcours.command.eventlog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The event log. Any number of threads may use an instance, and any number of processes may open the same store; their
 * correctness needs no leader.
 *
 * <p>All methods but {@link #append} throw {@link LogUnavailableException} when the store is unavailable.
 */
public interface CommitLog extends AutoCloseable {

    /**
     * Completes once the events are durable (domain rule 6); fails with {@link LogUnavailableException} or {@link
     * CommitTooLargeException}. Stages chained to the future run on a thread of their own.
     */
    CompletableFuture<AppendOutcome> append(AppendRequest request);

    /**
     * Matching events in order of position. A read that begins after another has returned sees at least as much.
     *
     * @param afterPosition only events at greater positions
     * @param limit the most events, 1 to {@link EventLogSettings.ReadSettings#maxPageSize}; fewer are returned only
     *     where there are no more
     */
    List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit);

    /** The current head, read from the store. */
    LogHead head();

    /** The newest head that this process has seen, without access to the store. */
    LogHead knownHead();

    /**
     * Commits in order of sequence, without a gap (log rule 5).
     *
     * @throws CorruptLogException when a commit between others is missing, also on a second read
     */
    List<Commit> commits(long afterSequence, int limit);

    /**
     * Commits up to {@link #knownHead} only, mostly from memory; for readers that follow the end of the log and are
     * notified by {@link #onAppended}.
     */
    List<Commit> knownCommits(long afterSequence, int limit);

    Optional<Commit> commit(CommitId id);

    /** The sequence of the last commit whose first position is at or before the position; 0 where there is none. */
    long sequenceAt(long position);

    /**
     * Calls the listener after an append: soon after one by this process, within {@link
     * EventLogSettings.ReadSettings#maxPollInterval} after one by another. A call means that there may be more to read,
     * and may stand for several appends. The listener must return quickly.
     *
     * @return ends the subscription when it is closed
     */
    Subscription onAppended(Runnable listener);

    /**
     * Whether appends succeed, by the last one; where that failed or is some time ago, by a write to the store that leaves
     * nothing. Never throws.
     */
    AppendStatus appendStatus();

    @Override
    void close();

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
