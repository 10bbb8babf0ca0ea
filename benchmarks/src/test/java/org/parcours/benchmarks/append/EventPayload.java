package org.parcours.benchmarks.append;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What is appended: the size of an admission as our codec writes it. */
final class EventPayload {

    static final int SIZE = 600;
    static final byte[] BYTES = ("{\"text\":\"" + "x".repeat(SIZE - 11) + "\"}").getBytes(StandardCharsets.US_ASCII);

    private EventPayload() {}

    /** The id of the nth patient: random to look at, the same each time. */
    static String patient(int number) {
        return UUID.nameUUIDFromBytes(Integer.toString(number).getBytes(StandardCharsets.US_ASCII))
                .toString();
    }
}
