package org.parcours.benchmarks.append;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.load.ClosedLoop;
import org.parcours.benchmarks.load.Figures;
import org.parcours.command.store.LocalPostgres;

/** Where the time of an append goes: the processors, the database's waits, and the methods of our process. */
public final class ProfileBenchmark implements Benchmark {

    private static final int CLIENTS = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(15);

    private record Profile(Figures figures, DatabaseProfile database, ProcessProfile process) {}

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public String about() {
        return """
                %d clients append as in 'append', to PostgreSQL, for %d s. Processors of this machine: %d. What the database's \
                backends do is asked fifty times a second; where this process, which is the clients and the engine under \
                test, spends its processor time, Java Flight Recorder says.""".formatted(CLIENTS, MEASURED.toSeconds(), Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Table run() throws Exception {
        var server = LocalPostgres.shared();
        var ours = profile(server, ParcoursLog::new);
        var axons = profile(server, url -> new AxonJpa(url, CLIENTS));
        var rows = new ArrayList<List<String>>();
        rows.add(row(
                "events/s", ours, axons, it -> "%,.0f".formatted(it.figures().perSecond())));
        rows.add(row("transactions/s", ours, axons, it -> "%,.0f"
                .formatted(it.database().transactions())));
        rows.add(row("syncs of the database's journal/s", ours, axons, it -> "%,.0f"
                .formatted(it.database().syncs())));
        rows.add(row("bytes of its journal an event", ours, axons, it -> "%,.0f"
                .formatted(it.database().journalBytes() / it.figures().perSecond())));
        rows.add(row("processors: this process", ours, axons, it -> "%.2f"
                .formatted(it.process().processors())));
        rows.add(row("processors: PostgreSQL", ours, axons, it -> "%.2f"
                .formatted(it.database().processors())));
        for (var state : DatabaseProfile.State.values()) {
            rows.add(row("backends that " + state.words(), ours, axons, it -> "%.1f"
                    .formatted(it.database().backends().getOrDefault(state, 0.0))));
        }
        Stream.of(ours, axons)
                .flatMap(it -> it.process().shares().keySet().stream())
                .distinct()
                .sorted()
                .forEach(part -> rows.add(row("this process' time in " + part, ours, axons, it -> "%.0f %%"
                        .formatted(100 * it.process().shares().getOrDefault(part, 0.0)))));
        return new Table(List.of("", "Parcours", "Axon 5.0.1 JPA"), rows);
    }

    private static List<String> row(String name, Profile ours, Profile axons, Function<Profile, String> figure) {
        return List.of(name, figure.apply(ours), figure.apply(axons));
    }

    private interface Opening {
        Subject open(String url) throws Exception;
    }

    private static Profile profile(LocalPostgres server, Opening opening) throws Exception {
        var url = server.newDatabase();
        try (var subject = opening.open(url);
                var database = new DatabaseProfile.Watch(url, server.process());
                var process = new ProcessProfile.Watch()) {
            var watching = Thread.ofPlatform().start(() -> {
                try {
                    Thread.sleep(WARM_UP);
                    database.begin();
                    process.begin();
                    Thread.sleep(MEASURED.minusSeconds(1));
                    database.end();
                    process.end();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            var figures = new ClosedLoop(CLIENTS, WARM_UP, MEASURED)
                    .run((client, random) -> subject.append(AppendBenchmark.patient(random)));
            watching.join();
            return new Profile(
                    figures,
                    database.profile(),
                    process.profile(Map.of(
                            "org.postgresql.", "PostgreSQL's driver",
                            "org.parcours.command.log.chain.", "our hash chain",
                            "org.parcours.command.log.jdbc.", "our SQL",
                            "org.parcours.command.log.", "our engine",
                            "org.hibernate.", "Hibernate",
                            "org.axonframework.", "Axon",
                            "org.parcours.benchmarks.", "the clients")));
        }
    }
}
