package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.against;
import static org.parcours.benchmarks.views.ViewsSettings.format;
import static org.parcours.benchmarks.views.ViewsSettings.printed;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.hospital.HospitalData;
import org.parcours.benchmarks.hospital.HospitalPatient;
import org.parcours.benchmarks.load.HttpConnection;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/** How fast a search for a patient is answered. */
public final class SearchBenchmark implements Benchmark {

    private static final int PER_SECOND = Integer.getInteger("search.rate", 50);
    private static final Duration WARM_UP = ViewsSettings.seconds("search.warm-up", 20);
    private static final Duration MEASURED = ViewsSettings.seconds("search.seconds", 40);
    private static final int CLIENTS = 32;
    private static final double GOAL_MILLIS = 30;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd/MM/yyyy");

    /** @param text what is searched for, to find the patient */
    private record Search(String name, Function<HospitalPatient, String> text) {}

    private static final List<Search> SEARCHES = List.of(
            new Search("the first five letters of the name", patient -> patient.family()
                    .substring(0, Math.min(5, patient.family().length()))
                    .toLowerCase(Locale.FRENCH)),
            new Search("name and given name", patient -> patient.family() + " " + patient.given()),
            new Search("birth date", patient -> patient.birthDate().format(DATE)),
            new Search("IPP", HospitalPatient::ipp),
            new Search(
                    "the first five digits of the IPP", patient -> patient.ipp().substring(0, 5)));

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String description() {
        return """
                Search for a patient in the standalone product with a heap of 1 GB and its views in SQLite: %s. Open loop as in 'timeline', %d searches a second \
                for %d s, each for another patient, after a warm-up of %d s. HTML is what the page of the search asks for (POST), with the list of recent patients. \
                Goal: p99 below %.0f ms. %s""".formatted(
                        ViewsSettings.SIZE,
                        PER_SECOND,
                        MEASURED.toSeconds(),
                        WARM_UP.toSeconds(),
                        GOAL_MILLIS,
                        ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        Path jar = StandaloneBuild.jar();
        HospitalData data = HospitalData.of(ViewsSettings.SIZE).prepared(jar);
        List<List<String>> rows = new ArrayList<>();
        try (StandaloneProcess server =
                StandaloneProcess.launch(jar, data.folder(), ViewsSettings.serverOptions("search"), List.of())) {
            server.awaitReady(Duration.ofMinutes(5));
            try (PageLoad load = new PageLoad(server, CLIENTS)) {
                for (Search search : SEARCHES) {
                    Function<SplittableRandom, String> text = random -> URLEncoder.encode(
                            search.text()
                                    .apply(data.size()
                                            .patient(random.nextInt(data.size().patients()))),
                            StandardCharsets.UTF_8);
                    rows.add(printed(row(
                            search.name() + ", HTML",
                            load,
                            random -> HttpConnection.post(
                                    "/patients/search",
                                    PageLoad.BROWSER + "HX-Request: true\r\n",
                                    "q=" + text.apply(random)))));
                    rows.add(printed(row(
                            search.name() + ", JSON",
                            load,
                            random -> HttpConnection.get("/api/patients?q=" + text.apply(random), PageLoad.CLIENT))));
                }
            }
        }
        return new Table(List.of("by", "p50 ms", "p99 ms", "max ms", "processor ms"), rows);
    }

    private static List<String> row(String name, PageLoad load, Function<SplittableRandom, byte[]> requests)
            throws Exception {
        load.openLoop(PER_SECOND, Duration.ZERO, WARM_UP, requests);
        PageLoad.Measurement measured = load.openLoop(PER_SECOND, Duration.ZERO, MEASURED, requests);
        return List.of(
                name,
                format("%.1f", measured.load().p50()),
                against(measured.load().p99(), GOAL_MILLIS, "%.1f"),
                format("%.1f", measured.load().max()),
                format("%.1f", measured.processorMillis()));
    }
}
