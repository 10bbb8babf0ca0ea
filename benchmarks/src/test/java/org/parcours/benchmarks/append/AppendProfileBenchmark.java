package org.parcours.benchmarks.append;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.load.ClosedLoopLoad;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.store.LocalPostgres;

/** Where an append spends its time: processors, waits of the database, and components of this process. */
public final class AppendProfileBenchmark implements Benchmark {

    private static final int CLIENTS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(15);

    private record StoreProfile(LoadResult load, DatabaseProfile database, ProcessProfile process) {}

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String description() {
        return """
                %d clients append as in 'append', to PostgreSQL, for %d s. Processors of this machine: %d. The states of the \
                database's backends are sampled fifty times a second; the processor time of this process, which runs the \
                clients and the engine under test, is sampled by Java Flight Recorder.""".formatted(CLIENTS, MEASURED.toSeconds(), Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Table run() throws Exception {
        var server = LocalPostgres.shared();
        var parcours = profile(server, ParcoursEventStore::new);
        var axon = profile(server, url -> new AxonJpaEventStore(url, CLIENTS));
        var rows = new ArrayList<List<String>>();
        rows.add(row(
                "events/s", parcours, axon, it -> "%,.0f".formatted(it.load().perSecond())));
        rows.add(row("transactions/s", parcours, axon, it -> "%,.0f"
                .formatted(it.database().transactions())));
        rows.add(row("WAL syncs/s", parcours, axon, it -> "%,.0f"
                .formatted(it.database().walSyncs())));
        rows.add(row("WAL bytes per event", parcours, axon, it -> "%,.0f"
                .formatted(it.database().walBytes() / it.load().perSecond())));
        rows.add(row("processors: this process", parcours, axon, it -> "%.2f"
                .formatted(it.process().processors())));
        rows.add(row("processors: PostgreSQL", parcours, axon, it -> "%.2f"
                .formatted(it.database().processors())));
        for (var state : DatabaseProfile.BackendState.values()) {
            rows.add(row("backends " + state.label(), parcours, axon, it -> "%.1f"
                    .formatted(it.database().backends().getOrDefault(state, 0.0))));
        }
        Stream.of(parcours, axon)
                .flatMap(it -> it.process().shares().keySet().stream())
                .distinct()
                .sorted()
                .forEach(part -> rows.add(row("time of this process in " + part, parcours, axon, it -> "%.0f %%"
                        .formatted(100 * it.process().shares().getOrDefault(part, 0.0)))));
        return new Table(List.of("", "Parcours", "Axon 5.0.1 JPA"), rows);
    }

    private static List<String> row(
            String name, StoreProfile parcours, StoreProfile axon, Function<StoreProfile, String> figure) {
        return List.of(name, figure.apply(parcours), figure.apply(axon));
    }

    private static String packagePrefix(Class<?> type) {
        return type.getPackageName() + ".";
    }

    private interface StoreFactory {
        EventStoreUnderTest open(String url) throws Exception;
    }

    private static StoreProfile profile(LocalPostgres server, StoreFactory factory) throws Exception {
        var url = server.newDatabase();
        try (var store = factory.open(url);
                var database = new DatabaseProfile.DatabaseProfiler(url, server.pid());
                var process = new ProcessProfile.ProcessProfiler()) {
            var profiling = Thread.ofPlatform().start(() -> {
                try {
                    Thread.sleep(WARM_UP);
                    database.start();
                    process.start();
                    Thread.sleep(MEASURED.minusSeconds(1));
                    database.stop();
                    process.stop();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            var load = new ClosedLoopLoad(CLIENTS, WARM_UP, MEASURED)
                    .run((client, random) -> store.append(AppendBenchmark.skewedPatient(random)));
            profiling.join();
            return new StoreProfile(
                    load,
                    database.profile(),
                    process.profile(Map.of(
                            "org.postgresql.",
                            "the PostgreSQL driver",
                            packagePrefix(HashChain.class),
                            "Parcours: hash chain",
                            packagePrefix(JdbcCommitStore.class),
                            "Parcours: SQL",
                            packagePrefix(CommitLog.class),
                            "Parcours: engine",
                            "org.hibernate.",
                            "Hibernate",
                            "org.axonframework.",
                            "Axon",
                            "org.parcours.benchmarks.",
                            "the clients")));
        }
    }
}
