package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.against;
import static org.parcours.benchmarks.views.ViewsSettings.format;
import static org.parcours.benchmarks.views.ViewsSettings.printed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.hospital.HospitalData;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** How long a restart takes, and how much memory the product uses when nothing happens. */
public final class RestartBenchmark implements Benchmark {

    private static final int ROUNDS = Integer.getInteger("restart.rounds", 3);
    private static final Duration IDLE = ViewsSettings.seconds("restart.idle", 60);
    private static final double GOAL_SECONDS = 15;
    private static final double GOAL_MEGABYTES = 700;

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String description() {
        return """
                The standalone product with a heap of 1 GB is started %d times on its log, topic and views (SQLite): %s. Ready: both services answer and the views \
                have applied the whole log. Resident memory %d s later, with nothing to do. Goals: %.0f s and %.0f MB. %s""".formatted(
                ROUNDS, ViewsSettings.SIZE, IDLE.toSeconds(), GOAL_SECONDS, GOAL_MEGABYTES, ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        Path jar = StandaloneBuild.jar();
        HospitalData data = HospitalData.of(ViewsSettings.SIZE).prepared(jar);
        List<List<String>> rows = new ArrayList<>();
        for (int round = 1; round <= ROUNDS; round++) {
            long startedAt = System.nanoTime();
            try (StandaloneProcess server =
                    StandaloneProcess.launch(jar, data.folder(), StandaloneProcess.SMALL_HEAP, List.of())) {
                server.awaitReady(Duration.ofMinutes(5));
                double seconds = (System.nanoTime() - startedAt) / 1e9;
                double processor = server.processorTime().toMillis() / 1e3;
                Thread.sleep(IDLE);
                rows.add(printed(List.of(
                        Integer.toString(round),
                        against(seconds, GOAL_SECONDS, "%.1f"),
                        format("%.1f", processor),
                        against(server.residentMemory(), GOAL_MEGABYTES, "%.0f"),
                        format("%d", server.usedHeap()),
                        format("%,d", data.megabytes("parcours.db")),
                        format("%,d", data.megabytes("kafka")),
                        format("%,d", data.megabytes("views.db")))));
            }
        }
        return new Table(
                List.of(
                        "start",
                        "s until ready",
                        "processor s",
                        "resident MB",
                        "live heap MB",
                        "log MB",
                        "topic MB",
                        "views MB"),
                rows);
    }
}
