package org.parcours.command.eventlog;

import java.time.Instant;
import org.parcours.command.store.Hash;

/** The end of the log: sequence, hash and time of the last commit, position of the last event. */
public record LogHead(long sequence, long position, Hash hash, Instant recordedAt) {

    /** The head of an empty log, and the predecessor of the first commit. */
    public static LogHead empty() {
        return new LogHead(0, 0, Hash.ofBytes(new byte[Hash.LENGTH]), Instant.EPOCH);
    }
}
