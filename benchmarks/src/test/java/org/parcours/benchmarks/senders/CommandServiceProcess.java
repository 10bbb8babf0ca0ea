package org.parcours.benchmarks.senders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.parcours.command.CommandServiceApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** command-service in its own process, with the heap size of docker-compose.yml. */
final class CommandServiceProcess implements AutoCloseable {

    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final int PAGE = 2000;

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
        Map<String, String> lastMessages = new HashMap<>();
        long outOfOrder = 0;
        for (long position = 0, previousPosition = -1; position != previousPosition; ) {
            previousPosition = position;
            var request = HttpRequest.newBuilder(address("/api/log?limit=" + PAGE + "&after=" + position));
            var page = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(page.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode event = JsonMapper.shared().readTree(line);
                    position = event.get("position").asLong();
                    String message = event.at("/data/reporter/messageId").asString();
                    String sender = event.at("/data/reporter/application").asString() + message.split("-")[0];
                    String earlier = lastMessages.put(sender, message);
                    outOfOrder += earlier != null && earlier.compareTo(message) > 0 ? 1 : 0;
                }
            }
        }
        if (lastMessages.size() < SendersBenchmark.SENDERS) {
            throw new IllegalStateException("The log has messages of these senders only: " + lastMessages.keySet());
        }
        return outOfOrder;
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

    private static int freePort() throws IOException {
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
