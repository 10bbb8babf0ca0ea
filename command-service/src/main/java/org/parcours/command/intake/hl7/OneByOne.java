package org.parcours.command.intake.hl7;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Works on a few messages of an application at once, on however many connections it sends, and for half of the time at
 * most: before the next it rests for as long as the last one took. One that floods waits for itself, and not the others
 * for it; one that sends now and then does not notice. Names share a place where their hashes meet, so that made-up names
 * take no room.
 */
final class OneByOne {

    private static final int PLACES = 1024;
    private static final long LONGEST_REST = Duration.ofMillis(50).toNanos();

    private final Place[] places;

    private static final class Place {

        final Semaphore turn;
        volatile long restsUntil = System.nanoTime();

        Place(int atOnce) {
            turn = new Semaphore(atOnce, true);
        }

        long rest() {
            return restsUntil - System.nanoTime();
        }
    }

    OneByOne(int atOnce) {
        places = Stream.generate(() -> new Place(atOnce)).limit(PLACES).toArray(Place[]::new);
    }

    <T> T of(String application, Supplier<T> work) {
        Place place = places[Math.floorMod(application.hashCode(), PLACES)];
        // Whoever stops the service waits for what is being taken (MllpServerTest): no message is left in the middle.
        place.turn.acquireUninterruptibly();
        try {
            for (long rest = place.rest(); rest > 0; rest = place.rest()) {
                LockSupport.parkNanos(rest);
            }
            long began = System.nanoTime();
            try {
                return work.get();
            } finally {
                long ended = System.nanoTime();
                place.restsUntil = ended + Math.min(ended - began, LONGEST_REST);
            }
        } finally {
            place.turn.release();
        }
    }
}
