package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.format;
import static org.parcours.benchmarks.views.ViewsSettings.printed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.hospital.HospitalData;
import org.parcours.benchmarks.hospital.HospitalDataSize;
import org.parcours.benchmarks.load.HttpConnection;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** How many timelines many readers get, beside the last commit that folded each page's events when it was asked for. */
public final class ReadersBenchmark implements Benchmark {

    private static final String BASELINE = System.getProperty("readers.baseline", "3814af7");

    /** More fill the heap of the baseline, whose views were in memory. */
    private static final HospitalDataSize SIZE =
            HospitalDataSize.ofEvents(Integer.getInteger("readers.events", 40_000));

    private static final Duration WARM_UP = ViewsSettings.seconds("readers.warm-up", 15);
    private static final Duration MEASURED = ViewsSettings.seconds("readers.seconds", 20);
    private static final int READERS = 50;

    @Override
    public String name() {
        return "readers";
    }

    @Override
    public String description() {
        return """
                %d readers, each on its own connection, ask for the first page of a patient's timeline when they have the one before, from the standalone product \
                with a heap of 1 GB; each page is of any patient but the largest: %s. %d s after a warm-up of %d s. "before" is the commit %s, whose views are in memory. \
                It is built and measured in the same run. %s""".formatted(
                        READERS, SIZE, MEASURED.toSeconds(), WARM_UP.toSeconds(), BASELINE, ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        rows.addAll(rows("before", StandaloneBuild.jarOf(BASELINE)));
        rows.addAll(rows("now", StandaloneBuild.jar()));
        return new Table(List.of("", "page", "pages/s", "p50 ms", "p99 ms", "processor ms a page"), rows);
    }

    private static List<List<String>> rows(String version, Path jar) throws Exception {
        HospitalData data = HospitalData.of(SIZE).copyTo("readers");
        Function<SplittableRandom, String> patient = random -> data.patients()
                .get(1 + random.nextInt(data.patients().size() - 1))
                .toString();
        try (StandaloneProcess server =
                StandaloneProcess.launch(jar, data.folder(), StandaloneProcess.SMALL_HEAP, List.of())) {
            server.awaitReady(Duration.ofMinutes(10));
            return List.of(
                    row(
                            version,
                            "HTML",
                            server,
                            random -> HttpConnection.get("/patients/" + patient.apply(random), PageLoad.BROWSER)),
                    row(
                            version,
                            "JSON",
                            server,
                            random -> HttpConnection.get(
                                    "/api/patients/" + patient.apply(random) + "/timeline", PageLoad.CLIENT)));
        }
    }

    private static List<String> row(
            String version, String page, StandaloneProcess server, Function<SplittableRandom, byte[]> requests)
            throws Exception {
        try (PageLoad load = new PageLoad(server, READERS)) {
            PageLoad.Measurement measured = load.closedLoop(WARM_UP, MEASURED, requests);
            LoadResult result = measured.load();
            return printed(List.of(
                    version,
                    page,
                    format("%,.0f", result.perSecond()),
                    format("%.1f", result.p50()),
                    format("%.1f", result.p99()),
                    format("%.1f", measured.processorMillis())));
        }
    }
}
