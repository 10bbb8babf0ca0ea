package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.format;
import static org.parcours.benchmarks.views.ViewsSettings.printed;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.hospital.HospitalDataSize;
import org.parcours.benchmarks.hospital.HospitalMessages;
import org.parcours.benchmarks.load.HttpConnection;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.benchmarks.senders.MllpConnection;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** How many timelines many readers get, beside the last commit that folded each page's events when it was asked for. */
public final class ReadersBenchmark implements Benchmark {

    private static final String BASELINE = System.getProperty("readers.baseline", "3814af7");

    /** More events fill the heap of the baseline, whose views are in memory. */
    private static final int PATIENTS = Integer.getInteger("readers.patients", 800);

    private static final int EPISODES = 2;
    private static final int SENDERS = 8;
    private static final Duration WARM_UP = ViewsSettings.seconds("readers.warm-up", 15);
    private static final Duration MEASURED = ViewsSettings.seconds("readers.seconds", 20);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(10);
    private static final int READERS = 50;
    private static final HospitalDataSize HOSPITAL = new HospitalDataSize(Long.getLong("seed", 1), 0, PATIENTS, 0);

    @Override
    public String name() {
        return "readers";
    }

    @Override
    public String description() {
        return """
                %d readers, each on its own connection, ask for the first page of a patient's timeline when they have the one before, from the standalone product \
                with a heap of 1 GB. It has received the messages of %d stays each of %d patients by MLLP, and was started again. %d s after a warm-up of %d s. \
                "before" is the commit %s, whose views are in memory; it is built and measured in the same run. %s""".formatted(
                        READERS,
                        EPISODES,
                        PATIENTS,
                        MEASURED.toSeconds(),
                        WARM_UP.toSeconds(),
                        BASELINE,
                        ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        rows.addAll(rows("before", StandaloneBuild.jarOf(BASELINE)));
        rows.addAll(rows("now", StandaloneBuild.jar()));
        return new Table(List.of("", "page", "pages/s", "p50 ms", "p99 ms", "processor ms a page"), rows);
    }

    private static List<List<String>> rows(String version, Path jar) throws Exception {
        Path folder = Files.createTempDirectory("parcours-readers");
        try {
            try (StandaloneProcess server =
                    StandaloneProcess.launch(jar, folder, StandaloneProcess.SMALL_HEAP, List.of())) {
                server.awaitReady(START_TIMEOUT);
                sendAll(server);
            }
            try (StandaloneProcess server =
                    StandaloneProcess.launch(jar, folder, StandaloneProcess.SMALL_HEAP, List.of())) {
                server.awaitReady(START_TIMEOUT);
                List<String> ids = patientIds(server);
                return List.of(
                        row(
                                version,
                                "HTML",
                                server,
                                random -> HttpConnection.get(
                                        "/patients/" + ids.get(random.nextInt(ids.size())), PageLoad.BROWSER)),
                        row(
                                version,
                                "JSON",
                                server,
                                random -> HttpConnection.get(
                                        "/api/patients/" + ids.get(random.nextInt(ids.size())) + "/timeline",
                                        PageLoad.CLIENT)));
            }
        } finally {
            FileSystemUtils.deleteRecursively(folder);
        }
    }

    private static void sendAll(StandaloneProcess server) throws Exception {
        List<Future<?>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
            for (int i = 0; i < SENDERS; i++) {
                int sender = i;
                senders.add(threads.submit(() -> {
                    send(server, sender);
                    return sender;
                }));
            }
        }
        for (Future<?> sender : senders) {
            sender.get();
        }
    }

    private static void send(StandaloneProcess server, int sender) throws IOException {
        MllpConnection connection = new MllpConnection(server.mllpPort());
        HospitalMessages messages =
                new HospitalMessages(new SplittableRandom(sender), Instant::now, "R%02d-".formatted(sender));
        for (int number = sender; number < PATIENTS; number += SENDERS) {
            for (int episode = 0; episode < EPISODES; episode++) {
                for (HospitalMessages.Step step : messages.episode(HOSPITAL.patient(number))) {
                    for (Supplier<String> message : step.messages()) {
                        connection.exchange(message.get());
                    }
                }
            }
        }
        connection.close();
    }

    private static List<String> patientIds(StandaloneProcess server) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int number = 0; number < PATIENTS; number++) {
            String identifier = "urn:oid:2.999.10.1|" + HOSPITAL.patient(number).ipp();
            URI address = URI.create("http://127.0.0.1:" + server.httpPort() + "/api/patients?identifier="
                    + URLEncoder.encode(identifier, StandardCharsets.UTF_8));
            String found = server.client()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            ids.add(JsonMapper.shared().readTree(found).get(0).get("id").asString());
        }
        return ids;
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
