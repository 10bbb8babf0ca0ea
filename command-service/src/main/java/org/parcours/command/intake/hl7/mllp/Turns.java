package org.parcours.command.intake.hl7.mllp;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * While a message is understood it takes many times its bytes, a hundred times where it is all short segments. So what
 * is understood at once, over all connections, is bounded; the others wait, as bytes. The longest message takes no more
 * than half of the turns, so that ordinary ones get by.
 */
final class Turns {

    private static final int AT_ONCE = 2 << 20;

    private final Semaphore bytes = new Semaphore(AT_ONCE, true);

    <T> T in(int length, Supplier<T> turn) {
        int share = Math.clamp(length, 1, AT_ONCE / 2);
        bytes.acquireUninterruptibly(share);
        try {
            return turn.get();
        } finally {
            bytes.release(share);
        }
    }
}
