package org.parcours.benchmarks.append;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.parcours.benchmarks.load.ClosedLoop;
import org.parcours.command.store.LocalPostgres;

/** Appends of one event on the condition of one tag: how many a second, and how long one takes. */
public final class AppendBenchmark {

    private static final int PATIENTS = 20_000;
    private static final List<Integer> CLIENTS = java.util.stream.Stream.of(
                    System.getProperty("clients", "1,16,64,256").split(","))
            .map(Integer::parseInt)
            .toList();

    interface Opening {
        Subject open(int clients);
    }

    public static void main(String[] arguments) throws Exception {
        var server = LocalPostgres.shared();
        var seconds = Integer.getInteger("seconds", 8);
        List<Opening> subjects = List.of(
                clients -> new ParcoursLog("Parcours, PostgreSQL", server.newDatabase()),
                clients -> new AxonJpa(server.newDatabase(), Math.min(clients, 150)));
        for (int clients : CLIENTS) {
            for (var subject : subjects) {
                try (var open = subject.open(clients)) {
                    var figures = new ClosedLoop(clients, Duration.ofSeconds(seconds / 2), Duration.ofSeconds(seconds))
                            .run((client, random) -> open.append(patient(random)));
                    System.out.printf(
                            "| %s | %d | %.0f | %.1f | %.1f | %.0f |%n",
                            open.name(), clients, figures.perSecond(), figures.p50(), figures.p99(), figures.max());
                }
            }
        }
    }

    /** One patient in a hundred gets half of the events. */
    private static int patient(RandomGenerator random) {
        return random.nextBoolean() ? random.nextInt(PATIENTS / 100) : random.nextInt(PATIENTS);
    }
}
