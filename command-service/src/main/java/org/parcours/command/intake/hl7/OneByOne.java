package org.parcours.command.intake.hl7;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Works on a few messages of an application at once, on however many connections it sends: one that floods waits for
 * itself, and not the others for it. Names share a place where their hashes meet, so that made-up names take no room.
 */
final class OneByOne {

    private static final int PLACES = 1024;

    private final Semaphore[] places;

    OneByOne(int atOnce) {
        places =
                Stream.generate(() -> new Semaphore(atOnce, true)).limit(PLACES).toArray(Semaphore[]::new);
    }

    <T> T of(String application, Supplier<T> work) {
        Semaphore place = places[Math.floorMod(application.hashCode(), PLACES)];
        // Whoever stops the service waits for what is being taken (MllpServerTest): no message is left in the middle.
        place.acquireUninterruptibly();
        try {
            return work.get();
        } finally {
            place.release();
        }
    }
}
