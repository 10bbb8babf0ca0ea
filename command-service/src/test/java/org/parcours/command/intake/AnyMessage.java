package org.parcours.command.intake;

import java.lang.ref.Reference;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * A property of any message: three thousand mutations of the given, or as many as {@code -Dmutations=1000000} says, from
 * the seed that {@code -Dmutations.from=S} names.
 */
public final class AnyMessage {

    private static final long MANY = Long.getLong("mutations", 3_000);
    private static final long FROM = Long.getLong("mutations.from", 0);

    /** What may still be growing then is caches: after a tenth of the messages all are warm. */
    private static final long MAY_GROW = 64L << 20;

    private AnyMessage() {}

    /** @throws AssertionError naming the seed and the message for which the property does not hold, or that memory grew */
    public static void holds(List<byte[]> samples, Consumer<byte[]> property) {
        holds(samples, MANY, property);
    }

    /** As above, of so many mutations. */
    public static void holds(List<byte[]> samples, long many, Consumer<byte[]> property) {
        Mutations mutations = new Mutations(samples);
        long warm = FROM + many / 10;
        run(mutations, FROM, warm, property);
        long before = used();
        run(mutations, warm, FROM + many, property);
        long grown = used() - before;
        Reference.reachabilityFence(samples);
        if (grown > MAY_GROW) {
            throw new AssertionError(many + " messages left " + grown + " bytes behind");
        }
    }

    private static void run(Mutations mutations, long from, long to, Consumer<byte[]> property) {
        LongStream.range(from, to).parallel().forEach(seed -> {
            byte[] message = mutations.message(seed);
            try {
                property.accept(message);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                String shown = Base64.getEncoder().encodeToString(message);
                throw new AssertionError(
                        "-Dmutations.from=" + seed + ", of " + message.length + " bytes (Base64): "
                                + shown.substring(0, Math.min(4_000, shown.length())),
                        e);
            }
        });
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
