package org.parcours.benchmarks.senders;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.parcours.command.CommandServiceApplication;

/** command-service in its own process, with the heap size of docker-compose.yml. */
final class CommandServiceProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private final Process process;
    private final int httpPort;
    private final int mllpPort;
    private final HttpClient client = HttpClient.newHttpClient();

    private CommandServiceProcess(Process process, int httpPort, int mllpPort) {
        this.process = process;
        this.httpPort = httpPort;
        this.mllpPort = mllpPort;
    }

    static CommandServiceProcess start(String url) throws IOException, InterruptedException {
        int httpPort = freePort();
        int mllpPort = freePort();
        Path directory = Files.createTempDirectory("parcours-senders");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms700m",
                        "-Xmx700m",
                        "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommandServiceApplication.class.getName(),
                        "--server.port=" + httpPort,
                        "--parcours.mllp.port=" + mllpPort,
                        "--parcours.mllp.max-connections=400",
                        "--parcours.log.url=" + url,
                        "--parcours.log.checkpoint.key=" + directory.resolve("key.pem"),
                        "--parcours.publish.enabled=false",
                        "--parcours.inbound.enabled=false")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("service.log").toFile())
                .start();
        CommandServiceProcess service = new CommandServiceProcess(process, httpPort, mllpPort);
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!service.isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "command-service does not start: " + Files.readString(directory.resolve("service.log")));
            }
            Thread.sleep(200);
        }
        return service;
    }

    int mllpPort() {
        return mllpPort;
    }

    /** The number of messages that the log has after a later message of the same sender. */
    long countOutOfOrder() throws IOException, InterruptedException {
        SendingOrderCheck.Result result = SendingOrderCheck.check(client, address("/api/log"));
        if (result.senders() < SenderIsolationBenchmark.SENDERS) {
            throw new IllegalStateException("The log has messages of " + result.senders() + " senders only");
        }
        return result.outOfOrder();
    }

    private boolean isReady() throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(address("/actuator/health/readiness"))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }
}
