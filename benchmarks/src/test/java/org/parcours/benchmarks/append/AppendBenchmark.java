package org.parcours.benchmarks.append;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.load.ClosedLoopLoad;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.command.store.LocalPostgres;

/** Appends of one event with a condition on one tag: throughput and latency. */
public final class AppendBenchmark implements Benchmark {

    static final int PATIENTS = 20_000;
    private static final List<Integer> CLIENTS = List.of(1, 16, 64, 256);
    private static final int ROUNDS = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final Duration MEASURED = Duration.ofSeconds(6);

    /** A store or tool that is measured. */
    private interface Contender {
        String name();

        LoadResult measure(int clients) throws Exception;
    }

    private record StoreContender(String name, StoreOpener opener) implements Contender {

        interface StoreOpener {
            EventStoreUnderTest open(int clients) throws Exception;
        }

        @Override
        public LoadResult measure(int clients) throws Exception {
            try (var store = opener.open(clients)) {
                return new ClosedLoopLoad(clients, WARM_UP, MEASURED)
                        .run((client, random) -> store.append(skewedPatient(random)));
            }
        }
    }

    @Override
    public String name() {
        return "append";
    }

    @Override
    public String description() {
        return """
                One event of %d bytes under one tag, on the condition that the tag has no newer event; %,d patients, one in a \
                hundred of them gets half of the events. All on one PostgreSQL with fsync on and default settings; SQLite \
                for comparison. Closed loop: a client appends again when it has its response. The baseline is pgbench: INSERT \
                and COMMIT of such an event, one or a hundred per transaction, without a condition and without an index but \
                the key. The median of %d rounds of %d s, contenders alternating.""".formatted(EventPayload.SIZE, PATIENTS, ROUNDS, MEASURED.toSeconds());
    }

    @Override
    public Table run() throws Exception {
        var server = LocalPostgres.shared();
        var directory = Files.createTempDirectory("parcours-benchmark");
        List<Contender> contenders = List.of(
                new StoreContender("Parcours, PostgreSQL", clients -> new ParcoursEventStore(server.newDatabase())),
                new StoreContender(
                        "Axon 5.0.1 JPA, PostgreSQL",
                        clients -> new AxonJpaEventStore(server.newDatabase(), Math.min(clients, 150))),
                new PgbenchContender(server, 1, MEASURED),
                new PgbenchContender(server, 100, MEASURED),
                new StoreContender(
                        "Parcours, SQLite",
                        clients -> new ParcoursEventStore("jdbc:sqlite:"
                                + Files.createTempDirectory(directory, "log").resolve("log.db"))));
        var rows = new ArrayList<List<String>>();
        for (int clients : CLIENTS) {
            var results = new ArrayList<List<LoadResult>>();
            contenders.forEach(contender -> results.add(new ArrayList<>()));
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < contenders.size(); i++) {
                    results.get(i).add(contenders.get(i).measure(clients));
                }
            }
            for (int i = 0; i < contenders.size(); i++) {
                rows.add(row(contenders.get(i).name(), clients, results.get(i)));
                System.err.println(rows.getLast());
            }
        }
        return new Table(List.of("", "clients", "events/s", "p50 ms", "p99 ms"), rows);
    }

    private static List<String> row(String name, int clients, List<LoadResult> rounds) {
        var median = rounds.stream()
                .sorted(Comparator.comparingDouble(LoadResult::perSecond))
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
    static int skewedPatient(RandomGenerator random) {
        return random.nextBoolean() ? random.nextInt(PATIENTS / 100) : random.nextInt(PATIENTS);
    }

    /** The baseline of the machine. */
    private record PgbenchContender(LocalPostgres server, int events, Duration measured) implements Contender {

        @Override
        public String name() {
            return "pgbench, %d per transaction".formatted(events);
        }

        @Override
        public LoadResult measure(int clients) throws Exception {
            return server.pgbench(
                    "CREATE TABLE event (id bigserial PRIMARY KEY, patient text, payload bytea)",
                    "INSERT INTO event (patient, payload) SELECT 'patient:' || :client_id, decode(repeat('ab', %d), 'hex') FROM generate_series(1, %d);"
                            .formatted(EventPayload.SIZE, events),
                    Math.min(clients, 150),
                    measured,
                    (transactions, millis) -> new LoadResult(transactions * events, millis, Double.NaN, Double.NaN));
        }
    }
}
