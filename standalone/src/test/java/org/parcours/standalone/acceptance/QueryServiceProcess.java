package org.parcours.standalone.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.parcours.query.QueryServiceApplication;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A query-service in its own process, which a test can kill and suspend. */
final class QueryServiceProcess implements AutoCloseable {

    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Path console;
    private final Process process;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    final URI address;

    private QueryServiceProcess(Path folder, List<String> arguments) throws IOException {
        console = folder.resolve("query-service-" + STARTED.incrementAndGet() + ".txt");
        int port = EmbeddedParcours.freePort();
        address = URI.create("http://127.0.0.1:" + port);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                QueryServiceApplication.class.getName(),
                "--server.port=" + port,
                "--parcours.kafka.max-retry-delay=500ms"));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(console.toFile())
                .start();
    }

    /** Starts the process and returns at once. */
    static QueryServiceProcess launch(Path folder, List<String> arguments) {
        try {
            return new QueryServiceProcess(folder, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    QueryServiceProcess awaitReady() {
        await(() -> status("/actuator/health/readiness") == 200, "query-service is ready");
        return this;
    }

    void await(Condition condition, String description) {
        EmbeddedParcours.await(
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(
                                "query-service exited with " + process.exitValue() + ":\n" + consoleOutput());
                    }
                    return condition.holds();
                },
                description);
    }

    @FunctionalInterface
    interface Condition {
        boolean holds();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9: no shutdown hook runs. */
    void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** SIGTERM: returns after the shutdown. */
    void stop() {
        process.destroy();
        awaitExit();
    }

    private void awaitExit() {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGSTOP: the process does nothing until it is resumed, and keeps its connections and locks. */
    void suspend() {
        signal("-STOP");
    }

    /** SIGCONT. */
    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode health(String component) {
        return JsonMapper.shared()
                .readTree(get("/actuator/health", "application/json").body())
                .path("components")
                .path(component);
    }

    /** Whether the service answers that it shows the log up to this position. */
    boolean shows(long position) {
        JsonNode projection = health("projection");
        return projection.path("status").asString("").equals("UP")
                && projection.path("details").path("position").asLong() >= position;
    }

    int status(String path) {
        try {
            return get(path, "application/json").statusCode();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    HttpResponse<String> get(String path, String accept) {
        try {
            return http.send(
                    HttpRequest.newBuilder(address.resolve(path))
                            .header("Accept", accept)
                            .timeout(Duration.ofSeconds(30))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    String consoleOutput() {
        try {
            return Files.readString(console);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
