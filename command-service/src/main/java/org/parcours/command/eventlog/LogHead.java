package org.parcours.command.eventlog;

import java.time.Instant;
import org.parcours.command.store.Hash;

/**
 * The end of the log.
 *
 * @param sequence of the last commit; 0 in an empty log
 * @param position of the last event; 0 in an empty log
 * @param hash of the last commit; 32 zero bytes in an empty log
 * @param recordedAt of the last commit; {@link Instant#EPOCH} in an empty log
 */
public record LogHead(long sequence, long position, Hash hash, Instant recordedAt) {

    public static LogHead empty() {
        return new LogHead(0, 0, Hash.ofBytes(new byte[Hash.LENGTH]), Instant.EPOCH);
    }
}
