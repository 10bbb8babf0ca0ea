package org.parcours.command.eventlog;

import java.time.Duration;

/** The limits of the event log. */
public record EventLogSettings(
        GroupCommitSettings groupCommit, QueueSettings queue, RetrySettings retry, ReadSettings read) {

    /**
     * The limits of a group: the commits that one write to the store holds.
     *
     * @param maxBytes far below MongoDB's 16 MB (log rule 6)
     * @param maxTags the most entries in the tag index (tags of all events)
     * @param maxCommitBytes a larger commit fails with {@link CommitTooLargeException}
     * @param maxBatchDelay the longest wait for the callers of the previous group; zero: none
     */
    public record GroupCommitSettings(
            int maxBytes, int maxCommits, int maxTags, int maxCommitBytes, Duration maxBatchDelay) {

        public GroupCommitSettings {
            if (maxCommitBytes > maxBytes || maxCommits < 1 || maxTags < 1) {
                throw new IllegalArgumentException(
                        "A group must hold at least one commit, and the largest that is allowed");
            }
        }
    }

    /**
     * The limits of the queue of appends; an append beyond them fails with {@link LogUnavailableException}.
     *
     * @param maxCommitsPerCaller so that no {@linkplain AppendRequest#caller() caller} fills the queue alone
     */
    public record QueueSettings(int maxCommits, long maxBytes, int maxCommitsPerCaller) {}

    /**
     * The retries of a write.
     *
     * @param maxRounds how often a group is decided while other processes take its slot
     * @param maxElapsedTime how long a failing store is retried before the waiting callers fail
     * @param initialBackoff the pause before the first retry; doubled each time up to {@code maxBackoff}, with jitter
     */
    public record RetrySettings(int maxRounds, Duration maxElapsedTime, Duration initialBackoff, Duration maxBackoff) {

        public RetrySettings {
            if (maxRounds < 1) {
                throw new IllegalArgumentException("A group is written at least once: " + maxRounds);
            }
        }
    }

    /**
     * The limits of reads.
     *
     * @param maxPageSize the most events or commits of one read
     * @param maxRecentEvents how many events are kept in memory, against which conditions are checked without the store
     * @param maxTailBytes how many bytes of the newest events are kept in memory for readers that follow the log
     * @param maxPollInterval how often the store of a quiet log is polled for appends of other processes
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
