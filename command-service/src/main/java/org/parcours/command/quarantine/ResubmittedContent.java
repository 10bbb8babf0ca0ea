package org.parcours.command.quarantine;

import java.time.Instant;
import java.util.Arrays;

/**
 * What a person resubmits for a quarantined message.
 *
 * @param raw the bytes: as received, or corrected
 */
public record ResubmittedContent(String by, Instant at, byte[] raw) {

    public boolean hasContent(byte[] bytes) {
        return Arrays.equals(raw, bytes);
    }
}
