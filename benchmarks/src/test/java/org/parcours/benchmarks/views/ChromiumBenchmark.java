package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.against;
import static org.parcours.benchmarks.views.ViewsSettings.format;
import static org.parcours.benchmarks.views.ViewsSettings.printed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.chromium.ChromiumPage;
import org.parcours.benchmarks.chromium.ChromiumPage.Timing;
import org.parcours.benchmarks.hospital.HospitalData;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** How fast a browser shows the timeline of the patient with the most steps, and whether it stays smooth. */
public final class ChromiumBenchmark implements Benchmark {

    private static final int VISITS = Integer.getInteger("chromium.visits", 10);
    private static final double PAINT_GOAL_MILLIS = 1000;
    private static final double TASK_GOAL_MILLIS = 100;

    /** The pixels a frame of someone who reads headings, and of someone who pulls the scroll bar; a screen has 900. */
    private static final List<Integer> SPEEDS = List.of(300, 1200);

    @Override
    public String name() {
        return "chromium";
    }

    @Override
    public String description() {
        return """
                The timeline of the largest patient in Chromium without a screen and without a graphics processor, 1280 x 900, from the standalone product with a heap of \
                1 GB and its views in SQLite on the same machine: %s. %d visits each, without and with what the browser has cached: the median and the slowest one. Then the \
                page is scrolled down at a constant speed until it has loaded and shown all entries. Chromium names a task long from 50 ms on; the time between two frames \
                includes that of other processes, the server among them. Goal: shown within %.0f ms, no task over %.0f ms. %s""".formatted(ViewsSettings.SIZE, VISITS, PAINT_GOAL_MILLIS, TASK_GOAL_MILLIS, ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        Path jar = StandaloneBuild.jar();
        HospitalData data = HospitalData.of(ViewsSettings.SIZE).prepared(jar);
        List<List<String>> rows = new ArrayList<>();
        try (StandaloneProcess server =
                StandaloneProcess.launch(jar, data.folder(), ViewsSettings.serverOptions("chromium"), List.of())) {
            server.awaitReady(Duration.ofMinutes(5));
            String address = "http://127.0.0.1:%d/patients/%s"
                    .formatted(server.httpPort(), data.patients().getFirst());
            try (ChromiumPage page = ChromiumPage.open()) {
                page.visit(address);
                rows.add(printed(row("first page, nothing cached", visits(page, address, page::emptyCache))));
                rows.add(printed(row("first page, cached", visits(page, address, () -> {}))));
                for (int speed : SPEEDS) {
                    page.visit(address);
                    page.restartMeasurement();
                    rows.add(printed(scrollRow(speed, page.scrollToEnd(speed))));
                }
            }
        }
        return new Table(
                List.of(
                        "",
                        "entries",
                        "first paint ms",
                        "slowest ms",
                        "complete ms",
                        "chart drawn ms",
                        "longest task ms",
                        "tasks over 50 ms",
                        "longest frame ms",
                        "layout shift"),
                rows);
    }

    private static List<Timing> visits(ChromiumPage page, String address, Runnable before) {
        List<Timing> visits = new ArrayList<>();
        for (int i = 0; i < VISITS; i++) {
            before.run();
            visits.add(page.visit(address));
        }
        return visits;
    }

    private static List<String> row(String name, List<Timing> visits) {
        return List.of(
                name,
                format("%,d", visits.getFirst().entries()),
                format("%.0f", median(visits, Timing::firstContentfulPaint)),
                against(worst(visits, Timing::firstContentfulPaint), PAINT_GOAL_MILLIS, "%.0f"),
                format("%.0f", median(visits, Timing::complete)),
                format("%.0f", median(visits, Timing::chartDrawn)),
                longestTask(visits),
                format("%d", visits.stream().mapToInt(Timing::longTasks).sum()),
                format("%.0f", worst(visits, Timing::longestFrame)),
                format("%.4f", worst(visits, Timing::layoutShift)));
    }

    private static List<String> scrollRow(int speed, Timing scrolled) {
        return List.of(
                "scrolled to the end, %d pixels a frame".formatted(speed),
                format("%,d", scrolled.entries()),
                "",
                "",
                "",
                "",
                longestTask(List.of(scrolled)),
                format("%d", scrolled.longTasks()),
                format("%.0f", scrolled.longestFrame()),
                format("%.4f", scrolled.layoutShift()));
    }

    private static String longestTask(List<Timing> timings) {
        double longest = worst(timings, Timing::longestTask);
        return longest == 0 ? "none over 50" : against(longest, TASK_GOAL_MILLIS, "%.0f");
    }

    private static double median(List<Timing> visits, ToDoubleFunction<Timing> part) {
        return visits.stream()
                .sorted(Comparator.comparingDouble(part))
                .skip(visits.size() / 2)
                .mapToDouble(part)
                .findFirst()
                .orElseThrow();
    }

    private static double worst(List<Timing> visits, ToDoubleFunction<Timing> part) {
        return visits.stream().mapToDouble(part).max().orElseThrow();
    }
}
