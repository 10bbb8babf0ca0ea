package org.parcours.command.log;

import java.time.Duration;

/**
 * Every limit of the log.
 *
 * @param maxGroupBytes how much one write to the store holds; far below MongoDB's 16 MB
 * @param maxGroupCommits how many commits one write holds
 * @param maxGroupTags how many index entries (tags of all events) one write makes
 * @param maxCommitBytes beyond it a commit is refused as {@link CommitTooLarge}
 * @param maxWaitingCommits beyond it an append is refused as {@link LogUnavailable}
 * @param maxWaitingBytes the same, by size
 * @param maxReadEvents the largest page
 * @param maxRounds how often a group is decided anew because other processes took its slot
 * @param giveUpAfter how long a store that does not take a group is tried before all who wait are told
 * @param firstPause the pause before trying again; doubled each time, with jitter
 * @param longestPause what the pause grows to
 * @param recentEvents how many events are kept in memory to check conditions against without asking the store
 * @param watchInterval how often the store is asked whether another process has appended
 */
public record LogSettings(
        int maxGroupBytes,
        int maxGroupCommits,
        int maxGroupTags,
        int maxCommitBytes,
        int maxWaitingCommits,
        long maxWaitingBytes,
        int maxReadEvents,
        int maxRounds,
        Duration giveUpAfter,
        Duration firstPause,
        Duration longestPause,
        int recentEvents,
        Duration watchInterval) {

    public LogSettings {
        if (maxCommitBytes > maxGroupBytes || maxGroupCommits < 1 || maxGroupTags < 1 || maxRounds < 1) {
            throw new IllegalArgumentException(
                    "A group must hold one commit at least, and the largest that is allowed");
        }
    }

    public static LogSettings defaults() {
        return new LogSettings(
                4 << 20,
                256,
                8192,
                1 << 20,
                1024,
                64 << 20,
                10_000,
                1000,
                Duration.ofSeconds(10),
                Duration.ofMillis(1),
                Duration.ofMillis(500),
                4096,
                Duration.ofMillis(250));
    }
}
