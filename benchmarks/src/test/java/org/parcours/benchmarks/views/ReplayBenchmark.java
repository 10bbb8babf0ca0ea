package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.format;
import static org.parcours.benchmarks.views.ViewsSettings.printed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.hospital.HospitalData;
import org.parcours.benchmarks.hospital.HospitalDataSize;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;
import org.parcours.command.store.LocalPostgres;

/** How fast empty views are filled from the topic. */
public final class ReplayBenchmark implements Benchmark {

    private static final List<Integer> SIZES = Stream.of(100_000, ViewsSettings.EVENTS)
            .filter(events -> events <= ViewsSettings.EVENTS)
            .distinct()
            .toList();
    private static final boolean ON_POSTGRESQL = Boolean.parseBoolean(System.getProperty("replay.postgresql", "true"));
    private static final int GOAL_PER_SECOND = 20_000;

    private record Store(String name, int events, List<String> properties) {}

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String description() {
        return """
                The standalone product with a heap of 1 GB is started on its log and topic, without views: %s, and %s. Time from the first answer of \
                query-service until its views have all events. Live heap: after a complete collection at the end. Goal: %,d events a second, and the same \
                for ten times as many. %s""".formatted(
                        HospitalDataSize.ofEvents(SIZES.getFirst()),
                        HospitalDataSize.ofEvents(SIZES.getLast()),
                        GOAL_PER_SECOND,
                        ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        Path jar = StandaloneBuild.jar();
        List<Store> stores = new ArrayList<>();
        SIZES.forEach(events -> stores.add(new Store("SQLite", events, List.of())));
        if (ON_POSTGRESQL) {
            stores.add(new Store(
                    "PostgreSQL",
                    SIZES.getFirst(),
                    List.of("--parcours.views.url=" + LocalPostgres.shared().newDatabase())));
        }
        List<List<String>> rows = new ArrayList<>();
        for (Store store : stores) {
            HospitalData data =
                    HospitalData.of(HospitalDataSize.ofEvents(store.events())).prepared(jar);
            data.without("views.db", "views.db-wal", "views.db-shm");
            rows.add(printed(row(jar, data, store)));
        }
        return new Table(
                List.of("views in", "events", "s", "events/s", "processor s", "peak resident MB", "live heap MB"),
                rows);
    }

    private static List<String> row(Path jar, HospitalData data, Store store) throws Exception {
        try (StandaloneProcess server = StandaloneProcess.launch(
                jar, data.folder(), ViewsSettings.serverOptions("replay"), store.properties())) {
            ViewsPosition views = new ViewsPosition(server);
            views.awaitAnswer();
            long startedAt = System.nanoTime();
            Duration before = server.processorTime();
            views.await(store.events());
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            long end = views.position();
            double perSecond = end / seconds;
            return List.of(
                    store.name(),
                    format("%,d", end),
                    format("%.1f", seconds),
                    format("%,.0f", perSecond)
                            + (perSecond < GOAL_PER_SECOND ? format(" (missed: %,d)", GOAL_PER_SECOND) : ""),
                    format("%.1f", server.processorTime().minus(before).toMillis() / 1e3),
                    format("%,d", server.peakResidentMemory()),
                    format("%,d", server.usedHeap()));
        }
    }
}
