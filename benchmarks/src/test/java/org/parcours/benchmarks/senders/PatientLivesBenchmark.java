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

    private static final String BASELINE = System.getProperty("lives.baseline", "3814af7");
    private static final int LIVES = Integer.getInteger("lives.number", 100);
    private static final int ROUNDS = 2;
    private static final Pattern RECORDED = Pattern.compile("\"status\":\"201");

    @Override
    public String name() {
        return "lives";
    }

    @Override
    public String description() {
        return """
                One application posts the lives of %d Synthea patients to the standalone product (both services, Kafka and SQLite \
                in one process, just started) by POST /fhir, one after the other. "before" is the commit %s, built and measured in the \
                same run, in turn; later commits record more of a life, and account for each element. Processor time is that of the \
                process with all its threads, among them those of the compiler and of the read model. Client and product share this \
                machine's %d processors.""".formatted(LIVES, BASELINE, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public Table run() throws Exception {
        List<byte[]> messages = new ArrayList<>();
        messages.addAll(sample("hospitalInformation.json.gz", 1));
        messages.addAll(sample("practitionerInformation.json.gz", 1));
        messages.addAll(sample("lives.ndjson.gz", LIVES));
        Path before = StandaloneBuild.jarOf(BASELINE);
        Path now = StandaloneBuild.jar();
        List<List<String>> rows = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            rows.add(measure("before", before, messages));
            rows.add(measure("now", now, messages));
        }
        return new Table(List.of("", "seconds", "processor seconds", "resources recorded"), rows);
    }

    private static List<String> measure(String version, Path jar, List<byte[]> messages) throws Exception {
        try (StandaloneProcess standalone = StandaloneProcess.start(jar)) {
            Duration usedToStart = standalone.processorTime();
            long startedAt = System.nanoTime();
            long recorded = 0;
            for (byte[] message : messages) {
                recorded +=
                        RECORDED.matcher(standalone.postFhir(message)).results().count();
            }
            double seconds = (System.nanoTime() - startedAt) / 1e9;
            Duration used = standalone.processorTime().minus(usedToStart);
            List<String> row = List.of(
                    version,
                    String.format(Locale.ROOT, "%.1f", seconds),
                    String.format(Locale.ROOT, "%.1f", used.toMillis() / 1e3),
                    String.format(Locale.ROOT, "%,d", recorded));
            System.err.println(row);
            return row;
        }
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
