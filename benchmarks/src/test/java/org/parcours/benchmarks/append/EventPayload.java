package org.parcours.benchmarks.append;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The appended payload, with the size of an encoded admission. */
final class EventPayload {

    static final int SIZE = 600;
    static final byte[] BYTES = ("{\"text\":\"" + "x".repeat(SIZE - 11) + "\"}").getBytes(StandardCharsets.US_ASCII);

    private EventPayload() {}

    /** The UUID of a patient, derived from the number. */
    static String patient(int number) {
        return UUID.nameUUIDFromBytes(Integer.toString(number).getBytes(StandardCharsets.US_ASCII))
                .toString();
    }
}
