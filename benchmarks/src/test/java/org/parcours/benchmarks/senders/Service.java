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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** command-service as a process of its own, with the heap that it has in a hospital. */
final class Service implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int PAGE = 2000;

    private final Process process;
    private final int http;
    private final int mllp;
    private final HttpClient client = HttpClient.newHttpClient();

    private Service(Process process, int http, int mllp) {
        this.process = process;
        this.http = http;
        this.mllp = mllp;
    }

    static Service start(String url) throws IOException, InterruptedException {
        int http = freePort();
        int mllp = freePort();
        Path directory = Files.createTempDirectory("parcours-senders");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms700m",
                        "-Xmx700m",
                        "-XX:+UseParallelGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.parcours.command.CommandServiceApplication",
                        "--server.port=" + http,
                        "--parcours.mllp.port=" + mllp,
                        "--parcours.mllp.max-connections=400",
                        "--parcours.log.url=" + url,
                        "--parcours.log.checkpoint.key=" + directory.resolve("key.pem"),
                        "--parcours.publish.enabled=false",
                        "--parcours.inbound.enabled=false")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("service.log").toFile())
                .start();
        Service service = new Service(process, http, mllp);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!service.isReady()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "It does not start: " + Files.readString(directory.resolve("service.log")));
            }
            Thread.sleep(200);
        }
        return service;
    }

    int mllp() {
        return mllp;
    }

    /** How many messages stand in the log before one that their sender sent earlier. */
    long outOfOrder() throws IOException, InterruptedException {
        Map<String, String> last = new HashMap<>();
        long disorder = 0;
        for (long after = 0, before = -1; after != before; ) {
            before = after;
            var request = HttpRequest.newBuilder(address("/api/log?limit=" + PAGE + "&after=" + after));
            var page = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(page.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode event = JsonMapper.shared().readTree(line);
                    after = event.get("position").asLong();
                    String message = event.at("/data/reporter/messageId").asString();
                    String sender = event.at("/data/reporter/application").asString() + message.split("-")[0];
                    String earlier = last.put(sender, message);
                    disorder += earlier != null && earlier.compareTo(message) > 0 ? 1 : 0;
                }
            }
        }
        if (last.size() < SendersBenchmark.SENDERS) {
            throw new IllegalStateException("The log knows only " + last.keySet());
        }
        return disorder;
    }

    private boolean isReady() throws InterruptedException {
        try {
            var asked = HttpRequest.newBuilder(address("/actuator/health/readiness"))
                    .build();
            return client.send(asked, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + http + path);
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
