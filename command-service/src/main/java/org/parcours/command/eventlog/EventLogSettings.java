package org.parcours.command.eventlog;

import java.time.Duration;

/** Every limit of the log. */
public record EventLogSettings(
        GroupCommitSettings groupCommit, QueueSettings queue, RetrySettings retry, ReadSettings read) {

    /**
     * What one write to the store holds.
     *
     * @param maxBytes far below MongoDB's 16 MB (rule 6)
     * @param maxCommits how many commands
     * @param maxTags how many index entries (tags of all events)
     * @param maxCommitBytes beyond it a single commit is refused as {@link CommitTooLargeException}
     * @param maxBatchDelay how long at most a write waits for those whom the one before it answered; zero: not at all
     */
    public record GroupCommitSettings(
            int maxBytes, int maxCommits, int maxTags, int maxCommitBytes, Duration maxBatchDelay) {

        public GroupCommitSettings {
            if (maxCommitBytes > maxBytes || maxCommits < 1 || maxTags < 1) {
                throw new IllegalArgumentException(
                        "A group must hold one commit at least, and the largest that is allowed");
            }
        }
    }

    /**
     * Appends that wait for their turn; beyond it an append is refused as {@link LogUnavailableException}.
     *
     * @param maxCommits of all callers together
     * @param maxBytes of all callers together
     * @param maxCommitsPerCaller of one caller (see {@link AppendRequest#caller()}), so that nobody fills the queue alone
     */
    public record QueueSettings(int maxCommits, long maxBytes, int maxCommitsPerCaller) {}

    /**
     * How long to insist.
     *
     * @param maxRounds how often a group is decided anew because other processes took its slot
     * @param maxElapsedTime how long a store that does not take a group is tried before all who wait are told
     * @param initialBackoff the pause before trying again; doubled each time, with jitter
     * @param maxBackoff what the pause grows to
     */
    public record RetrySettings(int maxRounds, Duration maxElapsedTime, Duration initialBackoff, Duration maxBackoff) {

        public RetrySettings {
            if (maxRounds < 1) {
                throw new IllegalArgumentException("A group is tried once at least");
            }
        }
    }

    /**
     * @param maxPageSize the most events or commits of one read
     * @param maxRecentEvents how many events are kept in memory to check conditions against without asking the store
     * @param maxTailBytes how much of the newest events is kept in memory for those who follow the log
     * @param maxPollInterval how often at most, on a quiet log, the store is asked whether another process has appended
     */
    public record ReadSettings(int maxPageSize, int maxRecentEvents, long maxTailBytes, Duration maxPollInterval) {}

    public static EventLogSettings defaults() {
        return new EventLogSettings(
                new GroupCommitSettings(4 << 20, 256, 8192, 1 << 20, Duration.ofMillis(2)),
                new QueueSettings(2048, 64 << 20, 512),
                new RetrySettings(1000, Duration.ofSeconds(10), Duration.ofMillis(1), Duration.ofMillis(500)),
                new ReadSettings(10_000, 65_536, 32 << 20, Duration.ofMillis(250)));
    }
}
