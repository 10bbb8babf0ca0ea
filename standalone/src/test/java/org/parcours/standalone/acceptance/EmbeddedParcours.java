package org.parcours.standalone.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.parcours.command.CommandServiceApplication;
import org.parcours.query.QueryServiceApplication;
import org.parcours.standalone.EmbeddedKafka;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Both services in this JVM, with a real broker and their stores, on free ports, and a client for tests. */
public final class EmbeddedParcours implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Path kafkaData;
    private final int kafkaPort = freePort();
    private EmbeddedKafka kafka;
    private final ConfigurableApplicationContext command;
    private final ConfigurableApplicationContext query;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.shared();
    public final URI commandAddress;
    public final URI queryAddress;
    final int mllpPort;

    /** @param properties arguments of both services */
    private EmbeddedParcours(Path data, String logUrl, String... properties) {
        kafkaData = data.resolve("kafka");
        kafka = EmbeddedKafka.start(kafkaData, kafkaPort);
        mllpPort = freePort();
        int commandPort = freePort();
        int queryPort = freePort();
        command = CommandServiceApplication.application()
                .run(concatenate(
                        properties,
                        "--server.port=" + commandPort,
                        "--parcours.mllp.port=" + mllpPort,
                        "--parcours.log.url=" + logUrl,
                        "--parcours.kafka.bootstrap-servers=" + kafka.bootstrapServers()));
        query = QueryServiceApplication.application()
                .run(concatenate(
                        properties,
                        "--server.port=" + queryPort,
                        "--parcours.views.url=jdbc:sqlite:" + data.resolve("views.db"),
                        "--parcours.command.url=http://127.0.0.1:" + commandPort,
                        "--parcours.kafka.bootstrap-servers=" + kafka.bootstrapServers()));
        commandAddress = URI.create("http://127.0.0.1:" + commandPort);
        queryAddress = URI.create("http://127.0.0.1:" + queryPort);
    }

    public static EmbeddedParcours open(Path data, String... properties) {
        return new EmbeddedParcours(data, "jdbc:sqlite:" + data.resolve("parcours.db"), properties);
    }

    /** @param logUrl the database of the log, the quarantine and the activity */
    static EmbeddedParcours openOn(String logUrl, Path data, String... properties) {
        return new EmbeddedParcours(data, logUrl, properties);
    }

    private static String[] concatenate(String[] properties, String... serviceProperties) {
        return Stream.concat(Stream.of(serviceProperties), Stream.of(properties))
                .toArray(String[]::new);
    }

    public void stopKafka() {
        kafka.close();
    }

    String kafkaBootstrapServers() {
        return kafka.bootstrapServers();
    }

    /** Starts Kafka again, on the same data and port. */
    public void startKafka() {
        kafka = EmbeddedKafka.start(kafkaData, kafkaPort);
    }

    MllpClient openMllpClient() {
        return new MllpClient("127.0.0.1", mllpPort);
    }

    /** Waits until the views have applied the log up to its present head. */
    public void awaitViews() {
        long head = logHead();
        await(() -> viewPosition() >= head, "the views reach position " + head);
    }

    /** The position of the last event in the log. */
    long logHead() {
        return Long.parseLong(get(commandAddress, "/api/log?limit=1")
                .headers()
                .firstValue("Parcours-Head")
                .orElseThrow());
    }

    List<JsonNode> readLog() {
        List<JsonNode> events = new ArrayList<>();
        long after = 0;
        for (List<JsonNode> page = readLogPage(after); !page.isEmpty(); page = readLogPage(after)) {
            events.addAll(page);
            after = page.getLast().get("position").asLong();
        }
        return events;
    }

    private List<JsonNode> readLogPage(long after) {
        return get(commandAddress, "/api/log?limit=2000&after=" + after)
                .body()
                .lines()
                .map(json::readTree)
                .toList();
    }

    public JsonNode patient(String system, String value) {
        JsonNode found = queryJson("/api/patients?identifier=" + URLEncoder.encode(system + "|" + value, UTF_8));
        if (found.size() != 1) {
            throw new AssertionError("One patient expected, found " + found);
        }
        return found.get(0);
    }

    /** All pages of a timeline as one, its entries in chronological order. */
    public JsonNode timeline(String patient) {
        String url = "/api/patients/" + patient + "/timeline?limit=500";
        ObjectNode timeline = (ObjectNode) queryJson(url);
        List<JsonNode> newestFirst = new ArrayList<>();
        JsonNode page = timeline;
        page.get("entries").forEach(newestFirst::add);
        while (page.hasNonNull("next")) {
            page = queryJson(url + "&cursor=" + page.get("next").asString());
            page.get("entries").forEach(newestFirst::add);
        }
        timeline.putArray("entries").addAll(newestFirst.reversed());
        return timeline;
    }

    JsonNode queryJson(String path) {
        HttpResponse<String> response = get(queryAddress, path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answered " + response.statusCode() + ": " + response.body());
        }
        return json.readTree(response.body());
    }

    public HttpResponse<String> get(URI address, String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).GET().build());
    }

    public HttpResponse<String> post(String path, String contentType, String body) {
        return post(commandAddress, path, contentType, body);
    }

    HttpResponse<String> post(URI address, String path, String contentType, String body) {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private long viewPosition() {
        return json.readTree(get(queryAddress, "/actuator/health").body())
                .at("/components/projection/details/position")
                .asLong(-1);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static void await(BooleanSupplier condition, String description) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Timeout after " + TIMEOUT + ": " + description);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** A free port below the range of outgoing connections, which could take it before it is used. */
    static int freePort() {
        for (int attempt = 0; attempt < 100; attempt++) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 30_000))) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // Try another port.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("No port is free");
    }

    @Override
    public void close() {
        query.close();
        command.close();
        kafka.close();
    }
}
