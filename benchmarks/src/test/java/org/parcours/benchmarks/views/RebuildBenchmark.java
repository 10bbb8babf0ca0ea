package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.format;
import static org.parcours.benchmarks.views.ViewsSettings.printed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.hospital.HospitalData;
import org.parcours.benchmarks.load.HttpConnection;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** What readers notice of {@code bin/parcours views rebuild} on their machine. */
public final class RebuildBenchmark implements Benchmark {

    private static final int PER_SECOND = Integer.getInteger("rebuild.rate", 50);
    private static final Duration WARM_UP = ViewsSettings.seconds("rebuild.warm-up", 30);
    private static final Duration MEASURED = ViewsSettings.seconds("rebuild.seconds", 15);
    private static final Duration TIMEOUT = Duration.ofHours(1);
    private static final int CLIENTS = 32;

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String description() {
        return """
                `bin/parcours views rebuild` beside the standalone product with a heap of 1 GB and its views in SQLite, on the same machine: %s. In an open loop %d first \
                pages of usual patients a second, HTML: before the rebuild, and in its first %d s, after a warm-up of %d s. The rebuild's time includes its start and \
                the comparison of all documents. Goal: p99 at most twice as long. %s""".formatted(
                ViewsSettings.SIZE, PER_SECOND, MEASURED.toSeconds(), WARM_UP.toSeconds(), ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        Path jar = StandaloneBuild.jar();
        HospitalData data = HospitalData.of(ViewsSettings.SIZE).prepared(jar).copyTo("rebuild");
        Function<SplittableRandom, byte[]> pages = random -> HttpConnection.get(
                "/patients/"
                        + data.patients().get(1 + random.nextInt(data.patients().size() - 1)),
                PageLoad.BROWSER);
        List<List<String>> rows = new ArrayList<>();
        try (StandaloneProcess server =
                StandaloneProcess.launch(jar, data.folder(), StandaloneProcess.SMALL_HEAP, List.of())) {
            server.awaitReady(Duration.ofMinutes(5));
            measure(data, server, pages, rows);
        }
        return new Table(List.of("", "pages/s", "p50 ms", "p99 ms", "max ms", "seconds of the rebuild"), rows);
    }

    private static void measure(
            HospitalData data,
            StandaloneProcess server,
            Function<SplittableRandom, byte[]> pages,
            List<List<String>> rows)
            throws Exception {
        try (PageLoad load = new PageLoad(server, CLIENTS)) {
            load.openLoop(PER_SECOND, Duration.ZERO, WARM_UP, pages);
            LoadResult before =
                    load.openLoop(PER_SECOND, Duration.ZERO, MEASURED, pages).load();
            rows.add(printed(row("no rebuild", before, before, "–")));

            long startedAt = System.nanoTime();
            Process rebuild = startRebuild(data, server);
            LoadResult during =
                    load.openLoop(PER_SECOND, Duration.ZERO, MEASURED, pages).load();
            if (!rebuild.isAlive()) {
                throw new IllegalStateException("The rebuild ended while pages were measured");
            }
            if (!rebuild.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS) || rebuild.exitValue() != 0) {
                throw new IllegalStateException("The rebuild failed");
            }
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            rows.add(printed(row("during a rebuild", during, before, format("%.0f", seconds))));
        }
    }

    private static Process startRebuild(HospitalData data, StandaloneProcess server) throws Exception {
        ProcessBuilder command = new ProcessBuilder("bin/parcours", "views", "rebuild").inheritIO();
        command.environment()
                .put("PARCOURS_VIEWS_URL", "jdbc:sqlite:" + data.folder().resolve("views.db"));
        command.environment().put("PARCOURS_KAFKA_BOOTSTRAP_SERVERS", server.kafka());
        return command.start();
    }

    private static List<String> row(String name, LoadResult result, LoadResult idle, String seconds) {
        return List.of(
                name,
                format("%.0f", result.perSecond()),
                format("%.1f", result.p50()),
                ViewsSettings.against(result.p99(), 2 * idle.p99(), "%.1f"),
                format("%.1f", result.max()),
                seconds);
    }
}
