package org.parcours.command.intake;

import java.lang.ref.Reference;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Checks a property of mutated messages: of three thousand mutations of the samples, or as many as {@code
 * -Dmutations=1000000} sets, from the seed {@code -Dmutations.from=S} on.
 */
public final class MutationChecker {

    private static final long DEFAULT_COUNT = Long.getLong("mutations", 3_000);
    private static final long FIRST_SEED = Long.getLong("mutations.from", 0);

    /** In bytes, for caches that still grow: memory is measured once a tenth of the messages has warmed them up. */
    private static final long MAX_MEMORY_GROWTH = 64L << 20;

    private MutationChecker() {}

    /** @throws AssertionError if the property does not hold, with the seed and the message; or if memory grew */
    public static void assertHolds(List<byte[]> samples, Consumer<byte[]> property) {
        assertHolds(samples, DEFAULT_COUNT, property);
    }

    /** As above, for this number of mutations. */
    public static void assertHolds(List<byte[]> samples, long count, Consumer<byte[]> property) {
        MessageMutator mutator = new MessageMutator(samples);
        long warmUpEnd = FIRST_SEED + count / 10;
        run(mutator, FIRST_SEED, warmUpEnd, property);
        long usedBefore = usedMemory();
        run(mutator, warmUpEnd, FIRST_SEED + count, property);
        long growth = usedMemory() - usedBefore;
        Reference.reachabilityFence(samples);
        if (growth > MAX_MEMORY_GROWTH) {
            throw new AssertionError(count + " messages left " + growth + " bytes behind");
        }
    }

    private static void run(MessageMutator mutator, long from, long to, Consumer<byte[]> property) {
        LongStream.range(from, to).parallel().forEach(seed -> {
            byte[] message = mutator.mutate(seed);
            try {
                property.accept(message);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                String encoded = Base64.getEncoder().encodeToString(message);
                throw new AssertionError(
                        "-Dmutations.from=" + seed + ", of " + message.length + " bytes (Base64): "
                                + encoded.substring(0, Math.min(4_000, encoded.length())),
                        e);
            }
        });
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
