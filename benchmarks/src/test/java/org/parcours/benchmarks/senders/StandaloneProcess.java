package org.parcours.benchmarks.senders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The standalone product (both services, Kafka, SQLite) in its own process, empty, on free ports. */
final class StandaloneProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private final Process process;
    private final int commandPort;
    private final int mllpPort;
    private final HttpClient client = HttpClient.newHttpClient();

    private StandaloneProcess(Process process, int commandPort, int mllpPort) {
        this.process = process;
        this.commandPort = commandPort;
        this.mllpPort = mllpPort;
    }

    static StandaloneProcess start(Path jar) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("parcours-backlog");
        int commandPort = CommandServiceProcess.freePort();
        int mllpPort = CommandServiceProcess.freePort();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms1g",
                        "-Xmx1g",
                        "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        jar.toString(),
                        "--demo=off",
                        "--data=" + directory.resolve("data"),
                        "--http-port=" + CommandServiceProcess.freePort(),
                        "--command-port=" + commandPort,
                        "--mllp-port=" + mllpPort,
                        "--kafka-port=0")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("standalone.log").toFile())
                .start();
        StandaloneProcess standalone = new StandaloneProcess(process, commandPort, mllpPort);
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!Files.readString(directory.resolve("standalone.log")).contains("Parcours is ready")) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "standalone does not start: " + Files.readString(directory.resolve("standalone.log")));
            }
            Thread.sleep(200);
        }
        return standalone;
    }

    int mllpPort() {
        return mllpPort;
    }

    /** What it has used so far, of all its threads. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** @return the body of a response with status 200 */
    String postFhir(byte[] bundle) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + commandPort + "/fhir?source=SYNTHEA"))
                        .header("Content-Type", "application/fhir+json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bundle))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        return response.body();
    }

    SendingOrderCheck.Result checkOrder() throws IOException, InterruptedException {
        return SendingOrderCheck.check(client, URI.create("http://127.0.0.1:" + commandPort + "/api/log"));
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
