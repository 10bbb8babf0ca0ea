package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.against;
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
import org.parcours.benchmarks.load.HttpConnection;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** How fast the first page of a timeline is answered. */
public final class TimelineBenchmark implements Benchmark {

    private static final int PER_SECOND = Integer.getInteger("timeline.rate", 200);
    private static final Duration WARM_UP = ViewsSettings.seconds("timeline.warm-up", 30);
    private static final Duration MEASURED = ViewsSettings.seconds("timeline.seconds", 60);
    private static final int CLIENTS = 64;
    private static final int READERS = 50;
    private static final double GOAL_MILLIS = 20;
    private static final double GOAL_KILOBYTES = 150;

    private record Page(String name, String headers, Function<SplittableRandom, String> path) {}

    @Override
    public String name() {
        return "timeline";
    }

    @Override
    public String description() {
        return """
                The first page of a timeline, from the standalone product with a heap of 1 GB and its views in SQLite: %s. \
                Our own client on the same machine, each reader on its own connection, with gzip. Open loop: %d pages a second are due at a constant rate, \
                and the latency is measured from the time at which a page is due; %d s after a warm-up of %d s. Closed loop: %d readers ask for a page when they \
                have the one before, for %d s. Processor time is that of the server with all its threads. A usual patient is another one with each page. \
                Goal: p99 below %.0f ms and a page below %.0f kB. %s""".formatted(
                        ViewsSettings.SIZE,
                        PER_SECOND,
                        MEASURED.toSeconds(),
                        WARM_UP.toSeconds(),
                        READERS,
                        MEASURED.toSeconds() / 2,
                        GOAL_MILLIS,
                        GOAL_KILOBYTES,
                        ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        Path jar = StandaloneBuild.jar();
        HospitalData data = HospitalData.of(ViewsSettings.SIZE).prepared(jar);
        String largest = data.patients().getFirst().toString();
        Function<SplittableRandom, String> usual = random -> data.patients()
                .get(1 + random.nextInt(data.patients().size() - 1))
                .toString();
        List<Page> pages = List.of(
                new Page("largest patient, HTML", PageLoad.BROWSER, random -> "/patients/" + largest),
                new Page("usual patient, HTML", PageLoad.BROWSER, random -> "/patients/" + usual.apply(random)),
                new Page("largest patient, JSON", PageLoad.CLIENT, random -> "/api/patients/" + largest + "/timeline"),
                new Page(
                        "usual patient, JSON",
                        PageLoad.CLIENT,
                        random -> "/api/patients/" + usual.apply(random) + "/timeline"));
        List<List<String>> rows = new ArrayList<>();
        try (StandaloneProcess server =
                StandaloneProcess.launch(jar, data.folder(), ViewsSettings.serverOptions("timeline"), List.of())) {
            server.awaitReady(Duration.ofMinutes(5));
            for (Page page : pages) {
                rows.add(printed(row(server, page)));
            }
        }
        return new Table(
                List.of(
                        "",
                        "kB",
                        "kB sent",
                        "p50 ms",
                        "p99 ms",
                        "max ms",
                        "processor ms",
                        "50 readers: pages/s",
                        "p99 ms"),
                rows);
    }

    private static List<String> row(StandaloneProcess server, Page page) throws Exception {
        Function<SplittableRandom, byte[]> requests =
                random -> HttpConnection.get(page.path().apply(random), page.headers());
        double kilobytes = 0;
        double sent = 0;
        PageLoad.Measurement open;
        try (PageLoad load = new PageLoad(server, CLIENTS)) {
            SplittableRandom random = new SplittableRandom(1);
            int samples = 200;
            for (int i = 0; i < samples; i++) {
                String path = page.path().apply(random);
                kilobytes =
                        Math.max(kilobytes, load.bytes(HttpConnection.get(path, "Accept-Language: fr\r\n")) / 1000.0);
                sent += load.bytes(HttpConnection.get(path, page.headers())) / 1000.0 / samples;
            }
            load.openLoop(PER_SECOND, Duration.ZERO, WARM_UP, requests);
            open = load.openLoop(PER_SECOND, Duration.ZERO, MEASURED, requests);
        }
        try (PageLoad load = new PageLoad(server, READERS)) {
            PageLoad.Measurement closed = load.closedLoop(Duration.ofSeconds(5), MEASURED.dividedBy(2), requests);
            return List.of(
                    page.name(),
                    against(kilobytes, GOAL_KILOBYTES, "%.0f"),
                    format("%.0f", sent),
                    format("%.1f", open.load().p50()),
                    against(open.load().p99(), GOAL_MILLIS, "%.1f"),
                    format("%.1f", open.load().max()),
                    format("%.1f", open.processorMillis()),
                    format("%,.0f", closed.load().perSecond()),
                    format("%.1f", closed.load().p99()));
        }
    }
}
