package org.parcours.command.eventlog;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The event log. Any number of threads may use one, and any number of processes may have the same store open: they
 * need no leader to be right.
 *
 * <p>All but {@link #append} throw {@link LogUnavailableException} when the store does not answer.
 */
public interface CommitLog extends AutoCloseable {

    /**
     * Completes when the events are on the disk (domain rule 6), never before; fails with {@link LogUnavailableException} or
     * {@link CommitTooLargeException}. What is chained to the future runs on a thread of its own.
     */
    CompletableFuture<AppendOutcome> append(AppendRequest request);

    /**
     * Events that match, in order of position. A read that begins after another has returned sees at least as much.
     *
     * @param afterPosition only positions greater than this
     * @param limit at most so many, 1 to {@link EventLogSettings.ReadSettings#maxPageSize}; fewer than asked means that there are no more
     */
    List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit);

    /** Where the log ends, as the store (not this process) knows it. */
    LogHead head();

    /** The newest head that this process has seen, at no cost. The log may have grown since, by other processes. */
    LogHead knownHead();

    /**
     * Commits in order of sequence, without a gap (rule 5).
     *
     * @throws CorruptLogException when one is missing in between, also when asked again
     */
    List<Commit> commits(long afterSequence, int limit);

    /**
     * The same for those who follow the log's end, mostly at no cost: as far as this process has heard of, which
     * {@link #onAppended} tells.
     */
    List<Commit> knownCommits(long afterSequence, int limit);

    Optional<Commit> commit(CommitId id);

    /** The sequence of the last commit that begins at or before the position; 0 when there is none. */
    long sequenceAt(long position);

    /**
     * Runs after something was appended, by this process soon, by another within {@link EventLogSettings.ReadSettings#maxPollInterval}.
     * It tells that there may be more to read, not what; several appends may make one call. Be quick.
     *
     * @return ends it
     */
    Subscription onAppended(Runnable listener);

    @Override
    void close();

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
