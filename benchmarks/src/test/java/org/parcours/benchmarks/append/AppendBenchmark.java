package org.parcours.benchmarks.append;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.load.ClosedLoop;
import org.parcours.benchmarks.load.Figures;
import org.parcours.command.store.LocalPostgres;

/** Appends of one event on the condition of one tag: how many a second, and how long one takes. */
public final class AppendBenchmark implements Benchmark {

    static final int PATIENTS = 20_000;
    private static final List<Integer> CLIENTS = List.of(1, 16, 64, 256);
    private static final int ROUNDS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(6);

    /** Somebody who appends, measured with so many clients. */
    private interface Contender {
        String name();

        Figures measure(int clients) throws Exception;
    }

    private record Store(String name, Opening opening) implements Contender {

        interface Opening {
            Subject open(int clients) throws Exception;
        }

        @Override
        public Figures measure(int clients) throws Exception {
            try (var subject = opening.open(clients)) {
                return new ClosedLoop(clients, WARM_UP, MEASURED)
                        .run((client, random) -> subject.append(patient(random)));
            }
        }
    }

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String about() {
        return """
                One event of %d bytes under one tag, on the condition that nothing else was recorded under it; %,d patients, \
                one in a hundred of them gets half of the events. All on one PostgreSQL with fsync on, its default settings; \
                SQLite beside it. Every client asks again when it is answered. The floor is pgbench: bare INSERT and COMMIT \
                of such an event, one or a hundred a transaction, with no condition and no index but the key. The median of \
                %d rounds of %d s, contenders taking turns.""".formatted(Payload.SIZE, PATIENTS, ROUNDS, MEASURED.toSeconds());
    }

    @Override
    public Table run() throws Exception {
        var server = LocalPostgres.shared();
        var directory = Files.createTempDirectory("parcours-benchmark");
        List<Contender> contenders = List.of(
                new Store("Parcours, PostgreSQL", clients -> new ParcoursLog(server.newDatabase())),
                new Store(
                        "Axon 5.0.1 JPA, PostgreSQL",
                        clients -> new AxonJpa(server.newDatabase(), Math.min(clients, 150))),
                new Pgbench(server, 1, MEASURED),
                new Pgbench(server, 100, MEASURED),
                new Store(
                        "Parcours, SQLite",
                        clients -> new ParcoursLog("jdbc:sqlite:"
                                + Files.createTempDirectory(directory, "log").resolve("log.db"))));
        var rows = new ArrayList<List<String>>();
        for (int clients : CLIENTS) {
            var figures = new ArrayList<List<Figures>>();
            contenders.forEach(any -> figures.add(new ArrayList<>()));
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < contenders.size(); i++) {
                    figures.get(i).add(contenders.get(i).measure(clients));
                }
            }
            for (int i = 0; i < contenders.size(); i++) {
                rows.add(row(contenders.get(i).name(), clients, figures.get(i)));
                System.err.println(rows.getLast());
            }
        }
        return new Table(List.of("", "clients", "events/s", "p50 ms", "p99 ms"), rows);
    }

    private static List<String> row(String name, int clients, List<Figures> rounds) {
        var median = rounds.stream()
                .sorted(Comparator.comparingDouble(Figures::perSecond))
                .toList()
                .get(rounds.size() / 2);
        return List.of(
                name,
                Integer.toString(clients),
                "%,.0f".formatted(median.perSecond()),
                "%.1f".formatted(median.p50()),
                Double.isNaN(median.p99()) ? "–" : String.format(Locale.ROOT, "%.1f", median.p99()));
    }

    /** One patient in a hundred gets half of the events. */
    static int patient(RandomGenerator random) {
        return random.nextBoolean() ? random.nextInt(PATIENTS / 100) : random.nextInt(PATIENTS);
    }

    /** The machine's floor. */
    private record Pgbench(LocalPostgres server, int events, Duration measured) implements Contender {

        @Override
        public String name() {
            return "pgbench, %d a transaction".formatted(events);
        }

        @Override
        public Figures measure(int clients) throws Exception {
            return server.pgbench(
                    "CREATE TABLE event (id bigserial PRIMARY KEY, patient text, payload bytea)",
                    "INSERT INTO event (patient, payload) SELECT 'patient:' || :client_id, decode(repeat('ab', %d), 'hex') FROM generate_series(1, %d);"
                            .formatted(Payload.SIZE, events),
                    Math.min(clients, 150),
                    measured,
                    (transactions, millis) -> new Figures(transactions * events, millis, Double.NaN, Double.NaN));
        }
    }
}
