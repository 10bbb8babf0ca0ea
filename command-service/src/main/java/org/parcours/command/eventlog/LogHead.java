package org.parcours.command.eventlog;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.parcours.command.store.Hash;

/** The end of the log: sequence, hash and time of the last commit, position of the last event. */
public record LogHead(long sequence, long position, Hash hash, Instant recordedAt) {

    /** A clock that was this far ahead when an event was recorded was wrong, and every later event has its time. */
    private static final Duration MAX_PLAUSIBLE_LEAD = Duration.ofHours(1);

    /** The head of an empty log, and the predecessor of the first commit. */
    public static LogHead empty() {
        return new LogHead(0, 0, Hash.ofBytes(new byte[Hash.LENGTH]), Instant.EPOCH);
    }

    /**
     * How far the log's time is ahead of the machine's clock, where that is implausible. Recorded time never goes back
     * (log rule 7): until the clock has caught up, all events get the same time.
     */
    public Optional<Duration> implausibleLead(Instant now) {
        return Optional.of(Duration.between(now, recordedAt)).filter(lead -> lead.compareTo(MAX_PLAUSIBLE_LEAD) > 0);
    }
}
