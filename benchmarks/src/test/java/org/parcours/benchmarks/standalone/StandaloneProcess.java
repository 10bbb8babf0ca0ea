package org.parcours.benchmarks.standalone;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The standalone product (both services, Kafka, SQLite) in its own process, with a heap of 1 GB, on free ports. */
public final class StandaloneProcess implements AutoCloseable {

    /** The options of the JVM for a fixed heap, which does not grow while it is measured. */
    public static final List<String> FIXED_HEAP = List.of("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");

    /** As an operator starts it on a small machine. */
    public static final List<String> SMALL_HEAP = List.of("-Xmx1g");

    private static final Pattern KAFKA = Pattern.compile("Kafka +(\\S+:\\d+),");

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;
    private final int httpPort;
    private final int commandPort;
    private final int mllpPort;
    private final HttpClient client = HttpClient.newHttpClient();

    private StandaloneProcess(Process process, Path log, int httpPort, int commandPort, int mllpPort) {
        this.process = process;
        this.log = log;
        this.httpPort = httpPort;
        this.commandPort = commandPort;
        this.mllpPort = mllpPort;
    }

    /** Empty, when it is ready. */
    public static StandaloneProcess start(Path jar) throws IOException, InterruptedException {
        StandaloneProcess standalone =
                launch(jar, Files.createTempDirectory("parcours-backlog").resolve("data"), FIXED_HEAP, List.of());
        standalone.awaitReady(START_TIMEOUT);
        return standalone;
    }

    /**
     * Does not wait.
     *
     * @param data its folder
     * @param properties more options of its command line
     */
    public static StandaloneProcess launch(Path jar, Path data, List<String> jvmOptions, List<String> properties)
            throws IOException {
        Files.createDirectories(data);
        int httpPort = freePort();
        int commandPort = freePort();
        int mllpPort = freePort();
        Path log = data.resolve("standalone.log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toAbsolutePath().toString(),
                "--demo=off",
                "--data=" + data,
                "--http-port=" + httpPort,
                "--command-port=" + commandPort,
                "--mllp-port=" + mllpPort,
                "--kafka-port=0"));
        command.addAll(properties);
        Process process = new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new StandaloneProcess(process, log, httpPort, commandPort, mllpPort);
    }

    /** When the views have applied the whole log. */
    public void awaitReady(Duration timeout) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("standalone is not ready: " + Files.readString(log));
            }
            Thread.sleep(50);
        }
    }

    /** @throws IllegalStateException where the process has ended */
    public boolean isReady() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("standalone does not start: " + Files.readString(log));
        }
        return Files.readString(log).contains("Parcours is ready");
    }

    /** Host and port of its broker, when it is ready. */
    public String kafka() throws IOException {
        Matcher address = KAFKA.matcher(Files.readString(log));
        if (!address.find()) {
            throw new IllegalStateException("standalone does not say where Kafka is: " + Files.readString(log));
        }
        return address.group(1);
    }

    public int httpPort() {
        return httpPort;
    }

    public int mllpPort() {
        return mllpPort;
    }

    public URI commandAddress(String path) {
        return URI.create("http://127.0.0.1:" + commandPort + path);
    }

    /** What it has used so far, of all its threads. */
    public Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** In MB; with the pages of files that it has mapped. */
    public long residentMemory() throws IOException {
        return memory("VmRSS:");
    }

    /** The highest since it was started, in MB. */
    public long peakResidentMemory() throws IOException {
        return memory("VmHWM:");
    }

    private long memory(String line) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return lines.filter(text -> text.startsWith(line))
                    .mapToLong(text -> Long.parseLong(text.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** What the heap has in use after a complete collection, in MB. */
    public long usedHeap() throws IOException, InterruptedException {
        command("GC.run");
        String info = command("GC.heap_info");
        return info.lines()
                .filter(line -> line.contains("used") && !line.contains("Metaspace") && !line.contains("class space"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1")) / 1024)
                .sum();
    }

    private String command(String name) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        name)
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes());
        jcmd.waitFor();
        return output;
    }

    /** @return the body of a response with status 200 */
    public String postFhir(byte[] bundle) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(commandAddress("/fhir?source=SYNTHEA"))
                        .header("Content-Type", "application/fhir+json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bundle))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    public HttpClient client() {
        return client;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
