package org.parcours.benchmarks.senders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.parcours.benchmarks.Benchmark;
import org.parcours.benchmarks.standalone.StandaloneBuild;
import org.parcours.benchmarks.standalone.StandaloneProcess;

/**
 * A source application hands over the whole lives of patients, each a Bundle of hundreds of resources (Synthea). The samples are
 * not part of the repository: {@code -Dsamples=DIRECTORY}.
 */
public final class PatientLivesBenchmark implements Benchmark {

    /** A commit to compare with; without one, only the last commit is measured. */
    private static final String BASELINE = System.getProperty("lives.baseline", "");

    private static final int LIVES = Integer.getInteger("lives.number", 99);
    private static final Pattern RECORDED = Pattern.compile("\"status\":\"201");
    private static final Pattern REFUSED = Pattern.compile("\"status\":\"[45]\\d\\d");

    @Override
    public String name() {
        return "lives";
    }

    @Override
    public String description() {
        return """
                One application posts the lives of %d Synthea patients (hundreds of resources each) to the standalone product (both \
                services, Kafka and SQLite in one process, heap of 1 GB, just started) by POST /fhir, one after the other. Entries of a response \
                with a status of 400 or more are refused. Processor time is that of the process with all its threads, among them those of the \
                compiler and of the views. The first tenth of the lives is sent after one life that is not counted. Lives differ in length: the \
                time of a tenth is per recorded resource. Client and product share this machine's %d processors; load before the run: %s.""".formatted(LIVES, Runtime.getRuntime().availableProcessors(), load());
    }

    private static String load() {
        try {
            return Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public Table run() throws Exception {
        List<byte[]> prerequisites = new ArrayList<>();
        prerequisites.addAll(sample("hospitalInformation.json.gz", 1));
        prerequisites.addAll(sample("practitionerInformation.json.gz", 1));
        List<byte[]> lives = sample("lives.ndjson.gz", LIVES + 1);
        prerequisites.add(lives.getLast());
        List<List<String>> rows = new ArrayList<>();
        if (!BASELINE.isEmpty()) {
            rows.add(measure(BASELINE, StandaloneBuild.jarOf(BASELINE), prerequisites, lives.subList(0, LIVES)));
        }
        rows.add(measure("now", StandaloneBuild.jar(), prerequisites, lives.subList(0, LIVES)));
        return new Table(
                List.of(
                        "",
                        "seconds",
                        "processor seconds",
                        "resources recorded",
                        "refused",
                        "first tenth: ms per resource",
                        "processor ms",
                        "last tenth: ms per resource",
                        "processor ms"),
                rows);
    }

    private static List<String> measure(String version, Path jar, List<byte[]> prerequisites, List<byte[]> lives)
            throws Exception {
        try (StandaloneProcess standalone = StandaloneProcess.start(jar)) {
            for (byte[] message : prerequisites) {
                standalone.postFhir(message);
            }
            Duration usedBefore = standalone.processorTime();
            List<Post> posts = new ArrayList<>();
            for (byte[] message : lives) {
                long startedAt = System.nanoTime();
                Duration usedBeforePost = standalone.processorTime();
                String response = standalone.postFhir(message);
                posts.add(new Post(
                        (System.nanoTime() - startedAt) / 1e9,
                        standalone.processorTime().minus(usedBeforePost).toMillis() / 1e3,
                        RECORDED.matcher(response).results().count(),
                        REFUSED.matcher(response).results().count()));
            }
            Duration used = standalone.processorTime().minus(usedBefore);
            int tenth = Math.max(1, posts.size() / 10);
            List<String> row = List.of(
                    version,
                    format("%.1f", posts.stream().mapToDouble(Post::seconds).sum()),
                    format("%.1f", used.toMillis() / 1e3),
                    format("%,d", posts.stream().mapToLong(Post::recorded).sum()),
                    format("%,d", posts.stream().mapToLong(Post::refused).sum()),
                    millisPerResource(posts.subList(0, tenth), Post::seconds),
                    millisPerResource(posts.subList(0, tenth), Post::processorSeconds),
                    millisPerResource(posts.subList(posts.size() - tenth, posts.size()), Post::seconds),
                    millisPerResource(posts.subList(posts.size() - tenth, posts.size()), Post::processorSeconds));
            System.err.println(row);
            return row;
        }
    }

    private record Post(double seconds, double processorSeconds, long recorded, long refused) {}

    private static String millisPerResource(List<Post> posts, ToDoubleFunction<Post> seconds) {
        return format(
                "%.2f",
                1000
                        * posts.stream().mapToDouble(seconds).sum()
                        / posts.stream().mapToLong(Post::recorded).sum());
    }

    private static String format(String pattern, Object value) {
        return String.format(Locale.ROOT, pattern, value);
    }

    /** One Bundle, or the first ones of a file with one on each line. */
    private static List<byte[]> sample(String file, int number) throws IOException {
        Path path = Path.of(System.getProperty("samples"), "synthea", file);
        try (InputStream unzipped = new GZIPInputStream(Files.newInputStream(path));
                BufferedReader reader = new BufferedReader(new InputStreamReader(unzipped, StandardCharsets.UTF_8))) {
            Stream<String> lines = file.endsWith("ndjson.gz") ? reader.lines() : Stream.of(reader.readAllAsString());
            return lines.limit(number)
                    .map(bundle -> bundle.getBytes(StandardCharsets.UTF_8))
                    .toList();
        }
    }
}
