package org.parcours.benchmarks.append;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A process that appends until it is killed; arguments: {@code url clients}. */
final class AppendProcess {

    private AppendProcess() {}

    public static void main(String... arguments) {
        var log = new ParcoursEventStore(arguments[0]);
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            var random = RandomGeneratorFactory.<RandomGenerator>of("L64X128MixRandom")
                    .create(System.nanoTime() + i);
            Thread.ofPlatform().start(() -> {
                while (true) {
                    log.append(AppendBenchmark.skewedPatient(random));
                }
            });
        }
    }
}
