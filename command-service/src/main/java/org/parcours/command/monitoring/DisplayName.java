package org.parcours.command.monitoring;

import java.nio.charset.StandardCharsets;
import org.parcours.command.store.Hash;

/**
 * The name under which monitoring counts and shows what senders may name at any length. An index row of PostgreSQL has
 * at most 2,704 bytes (MonitoringTest).
 */
public final class DisplayName {

    private static final int MAX_LENGTH = 200;
    private static final int HASH_DIGITS = 16;

    private DisplayName() {}

    /** The name itself, or the beginning of a longer one and its hash. */
    public static String of(String name) {
        if (name.length() <= MAX_LENGTH) {
            return name;
        }
        String hash = Hash.of(name.getBytes(StandardCharsets.UTF_8)).toString();
        return name.substring(0, MAX_LENGTH - HASH_DIGITS - 1) + "…" + hash.substring(0, HASH_DIGITS);
    }
}
