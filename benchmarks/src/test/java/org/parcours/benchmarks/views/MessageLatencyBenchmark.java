package org.parcours.benchmarks.views;

import static org.parcours.benchmarks.views.ViewsSettings.against;
import static org.parcours.benchmarks.views.ViewsSettings.format;
import static org.parcours.benchmarks.views.ViewsSettings.printed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.hospital.HospitalData;
import org.parcours.benchmarks.hospital.HospitalMessages;
import org.parcours.benchmarks.hospital.HospitalPatient;
import org.parcours.benchmarks.load.LoadResult;
import org.parcours.benchmarks.load.OpenLoopLoad;
import org.parcours.benchmarks.senders.MllpConnection;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;
import org.parcours.command.store.LocalPostgres;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How long a message takes to its acknowledgement, and to the views. */
public final class MessageLatencyBenchmark implements Benchmark {

    private static final int PER_SECOND = Integer.getInteger("latency.rate", 500);
    private static final Duration WARM_UP = ViewsSettings.seconds("latency.warm-up", 120);
    private static final Duration MEASURED = ViewsSettings.seconds("latency.seconds", 60);
    private static final boolean ON_POSTGRESQL =
            Boolean.parseBoolean(System.getProperty("latency.postgresql", "false"));
    private static final int APPLICATIONS = 50;
    private static final double GOAL_ACKNOWLEDGED = 25;
    private static final double GOAL_VISIBLE = 100;

    /** Of ten applications. */
    private static final List<String> KINDS =
            List.of("ADT", "ADT", "ADT", "ADT", "ORU", "ORU", "ORU", "ORM", "SIU", "MDM");

    private record Application(String kind, MllpConnection connection, HospitalMessages messages) {}

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return """
                %d applications, each on its own MLLP connection, send %d messages a second in total to the standalone product with a fixed heap of 1 GB, the collector of the images, and its log in SQLite: \
                %s. Four in ten messages are ADT, three ORU, one ORM, one SIU, one MDM with a letter; each about any of these patients, with an event or more. \
                Open loop: a message is due at a fixed time, and both latencies are measured from that time; %d s after a warm-up of %d s. \
                In the views: the position in the views' database, which is read each millisecond, has reached that of the message's event. \
                Goals: p99 below %.0f ms for the acknowledgement, below %.0f ms for the views. Clients and product share the processors. %s""".formatted(
                        APPLICATIONS,
                        PER_SECOND,
                        ViewsSettings.SIZE,
                        MEASURED.toSeconds(),
                        WARM_UP.toSeconds(),
                        GOAL_ACKNOWLEDGED,
                        GOAL_VISIBLE,
                        ViewsSettings.machine());
    }

    @Override
    public Table run() throws Exception {
        Path jar = StandaloneBuild.jar();
        HospitalData data = HospitalData.of(ViewsSettings.SIZE).prepared(jar).copyTo("latency");
        List<List<String>> rows = new ArrayList<>();
        rows.add(printed(row("SQLite", jar, data, "jdbc:sqlite:" + data.folder().resolve("views.db"))));
        if (ON_POSTGRESQL) {
            rows.add(printed(row("PostgreSQL", jar, data, LocalPostgres.shared().newDatabase())));
        }
        return new Table(
                List.of(
                        "views in",
                        "messages/s",
                        "not positive",
                        "acknowledged p50 ms",
                        "p99 ms",
                        "max ms",
                        "in the views p50 ms",
                        "p99 ms",
                        "max ms",
                        "processor ms"),
                rows);
    }

    private static List<String> row(String name, Path jar, HospitalData data, String views) throws Exception {
        try (StandaloneProcess server = StandaloneProcess.launch(
                jar,
                data.folder(),
                ViewsSettings.serverOptions("latency", StandaloneProcess.FIXED_HEAP),
                List.of("--parcours.views.url=" + views))) {
            server.awaitReady(Duration.ofHours(1));
            List<Application> applications = new ArrayList<>();
            for (int i = 0; i < APPLICATIONS; i++) {
                applications.add(new Application(
                        KINDS.get(i % KINDS.size()),
                        new MllpConnection(server.mllpPort()),
                        new HospitalMessages(
                                new SplittableRandom(i), Instant::now, "%s%02d-".formatted(name.substring(0, 1), i))));
            }
            long before = new ViewsPosition(server).position();
            Map<String, Long> due = new ConcurrentHashMap<>();
            LongAdder notPositive = new LongAdder();
            LoadResult acknowledged;
            Duration used;
            CommittedPositions committed = new CommittedPositions(views);
            try (committed) {
                send(data, applications, new ConcurrentHashMap<>(), notPositive, WARM_UP);
                Duration usedBefore = server.processorTime();
                acknowledged = send(data, applications, due, notPositive, MEASURED);
                used = server.processorTime().minus(usedBefore);
                awaitNoMore(new ViewsPosition(server));
            }
            Histogram visible = visible(server, before, due, committed);
            for (Application application : applications) {
                application.connection().close();
            }
            return List.of(
                    name,
                    format("%.0f", acknowledged.perSecond()),
                    format("%d", notPositive.sum()),
                    format("%.1f", acknowledged.p50()),
                    against(acknowledged.p99(), GOAL_ACKNOWLEDGED, "%.1f"),
                    format("%.1f", acknowledged.max()),
                    format("%.1f", visible.getValueAtPercentile(50) / 1e6),
                    against(visible.getValueAtPercentile(99) / 1e6, GOAL_VISIBLE, "%.1f"),
                    format("%.1f", visible.getMaxValue() / 1e6),
                    format("%.2f", used.toNanos() / 1e6 / due.size()));
        }
    }

    /** The views may be behind; {@link #visible} finds out whether they miss a message. */
    private static void awaitNoMore(ViewsPosition views) throws IOException, InterruptedException {
        for (long position = -1; position != views.position(); ) {
            position = views.position();
            Thread.sleep(Duration.ofSeconds(10));
        }
    }

    /** @param due filled with the time at which each message is due, by its id */
    private static LoadResult send(
            HospitalData data,
            List<Application> applications,
            Map<String, Long> due,
            LongAdder notPositive,
            Duration duration)
            throws Exception {
        return new OpenLoopLoad(APPLICATIONS, PER_SECOND, Duration.ZERO, duration).run((client, dueAt, random) -> {
            Application application = applications.get(client);
            HospitalPatient patient =
                    data.size().patient(random.nextInt(data.size().patients()));
            String message =
                    application.messages().single(patient, application.kind()).get();
            due.put(message.split("\\|", 11)[9], dueAt);
            if (!application.connection().exchange(message)) {
                notPositive.increment();
            }
        });
    }

    /** Reads which position the log has given to the last event of each message. */
    private static Histogram visible(
            StandaloneProcess server, long after, Map<String, Long> due, CommittedPositions committed)
            throws IOException, InterruptedException {
        Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
        long position = after;
        for (long previous = -1; position != previous; ) {
            previous = position;
            var request = HttpRequest.newBuilder(server.commandAddress("/api/log?limit=2000&after=" + position))
                    .build();
            var page = server.client().send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(page.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode event = JsonMapper.shared().readTree(line);
                    position = event.get("position").asLong();
                    Long dueAt = due.get(event.at("/data/reporter/messageId").asString());
                    if (dueAt != null) {
                        latencies.recordValue(committed.visibleAt(position) - dueAt);
                    }
                }
            }
        }
        return latencies;
    }
}
