package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.Arrays;

/**
 * What a person submits in a quarantined message's place.
 *
 * @param raw the bytes: as they came, or corrected
 */
public record ResubmissionClaim(String by, Instant at, byte[] raw) {

    public boolean hasContent(byte[] bytes) {
        return Arrays.equals(raw, bytes);
    }
}
