package org.parcours.standalone.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.parcours.standalone.StandaloneApplication;

/** Standalone in its own process, which a test can kill; a restart keeps the ports. */
final class ParcoursProcess implements AutoCloseable {

    private final Path data;
    private final List<String> jvmOptions;
    private final List<String> arguments;
    private final int httpPort = EmbeddedParcours.freePort();
    private final int commandPort = EmbeddedParcours.freePort();
    final int mllpPort = EmbeddedParcours.freePort();
    final int kafkaPort = EmbeddedParcours.freePort();
    final URI command = URI.create("http://127.0.0.1:" + commandPort);
    final URI query = URI.create("http://127.0.0.1:" + httpPort);
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    /** A process that lives for seconds: its methods are compiled quickly. */
    ParcoursProcess(Path data, List<String> arguments) throws IOException {
        this(data, List.of("-XX:TieredStopAtLevel=1"), arguments);
    }

    ParcoursProcess(Path data, List<String> jvmOptions, List<String> arguments) throws IOException {
        this.data = data;
        this.jvmOptions = List.copyOf(jvmOptions);
        this.arguments = List.copyOf(arguments);
        start();
    }

    /** Starts the process and waits until both services are ready. */
    void start() throws IOException {
        launch();
        await(() -> isReady(this.command) && isReady(this.query), "both services are ready");
    }

    /** Starts the process and returns at once. */
    void launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                StandaloneApplication.class.getName(),
                "--data=" + data,
                "--http-port=" + httpPort,
                "--command-port=" + commandPort,
                "--mllp-port=" + mllpPort,
                "--kafka-port=" + kafkaPort));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolve("console.txt").toFile()))
                .start();
    }

    void await(BooleanSupplier condition, String description) {
        EmbeddedParcours.await(
                () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(
                                "Parcours exited with " + process.exitValue() + ": " + lastConsoleLines());
                    }
                    return condition.getAsBoolean();
                },
                description);
    }

    /** The console output since the first start. */
    String consoleOutput() {
        try {
            return Files.readString(data.resolve("console.txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String lastConsoleLines() {
        List<String> lines = consoleOutput().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 12), lines.size()));
    }

    /** kill -9: no shutdown hook runs. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM: returns after the shutdown. */
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    String get(URI service, String path) {
        try {
            return http.send(
                            HttpRequest.newBuilder(service.resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private boolean isReady(URI service) {
        try {
            return http.send(
                                    HttpRequest.newBuilder(service.resolve("/actuator/health/readiness"))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills the process: after a kill and a restart, a shutdown waits up to 20 s for Kafka's consumer group. */
    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
