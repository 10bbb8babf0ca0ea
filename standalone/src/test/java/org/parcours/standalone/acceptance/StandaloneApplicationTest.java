package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.standalone.StandaloneApplication;

/** The console output of a start and a stop. */
class StandaloneApplicationTest {

    private static final String READY = "Parcours is ready";

    /** Kafka's error when a busy machine delays a heartbeat by more than a second. */
    /** What Kafka says where the machine is slow. */
    private static final Pattern OVERLOADED =
            Pattern.compile("controller event queue overloaded|heartbeat request but received error REQUEST_TIMED_OUT");

    /** Enough that the views take longer than the start of the services. */
    private static final int FACTS = 1000;

    @TempDir
    private Path data;

    @Test
    void it_prints_ready_after_the_views_have_applied_the_whole_log() throws Exception {
        try (ParcoursProcess parcours = new ParcoursProcess(data, List.of("--demo=off"))) {
            assertThat(post(parcours.command.resolve("/api/facts"))).isEqualTo(201);
            parcours.kill();
            deleteViews();
            String consoleBefore = parcours.consoleOutput();
            parcours.launch();
            parcours.await(
                    () -> parcours.consoleOutput()
                            .substring(consoleBefore.length())
                            .contains(READY),
                    "the console shows that Parcours is ready");

            assertThat(parcours.get(parcours.query, "/?lang=en"))
                    .contains("FIN Odile", ">Up to date<")
                    .doesNotContain("Nothing has been received yet");
        }
    }

    @Test
    void it_starts_and_stops_without_a_warning_or_empty_progress() throws Exception {
        try (ParcoursProcess parcours = new ParcoursProcess(data, List.of("--patients=0"))) {
            parcours.await(
                    () -> parcours.consoleOutput().contains("Live messages from now on"),
                    "the demo sends live messages");
            parcours.stop();

            assertThat(parcours.consoleOutput()
                            .lines()
                            .filter(line -> !OVERLOADED.matcher(line).find())
                            .collect(Collectors.joining("\n")))
                    .contains(READY)
                    .doesNotContain(" ERROR ", " WARN ", "\tat ", "0/0", "Rebuilding the views");
        }
    }

    @Test
    void its_views_are_where_the_command_line_says() throws Exception {
        Path views = data.resolve("elsewhere").resolve("other.db");
        try (ParcoursProcess parcours =
                new ParcoursProcess(data, List.of("--demo=off", "--parcours.views.url=jdbc:sqlite:" + views))) {
            parcours.await(() -> parcours.consoleOutput().contains(READY), "Parcours is ready");
        }
        assertThat(views).isRegularFile();
        assertThat(data.resolve("views.db")).doesNotExist();
        try (var files = Files.list(views.getParent())) {
            assertThat(files).allSatisfy(file -> assertThat(file.getFileName().toString())
                    .startsWith("other.db"));
        }
    }

    @Test
    void help_lists_the_options() throws Exception {
        Process help = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandaloneApplication.class.getName(),
                        "--help")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("--demo=on", "--address=127.0.0.1");
        assertThat(help.waitFor()).isZero();
    }

    private void deleteViews() throws IOException {
        for (String file : List.of("views.db", "views.db-wal", "views.db-shm")) {
            Files.deleteIfExists(data.resolve(file));
        }
    }

    private static int post(URI facts) throws Exception {
        String events = IntStream.range(0, FACTS)
                .mapToObj(i -> """
                        {"specversion":"1.0","id":"%1$d","source":"ESSAI","type":"org.parcours.StepRecorded.v1","data":{
                         "patient":{"identifiers":[{"system":"IPP","value":"%2$d"}],"name":{"family":"%3$s","given":"Odile"}},
                         "occurredAt":"2026-03-01T09:30:00+01:00","kind":"nursing","status":"DONE","details":{},
                         "step":{"system":"ESSAI","value":"%1$d"}}}""".formatted(i, i % 50, i % 50 == 49 ? "FIN" : "DEBUT"))
                .collect(Collectors.joining(",", "[", "]"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(facts)
                                    .header("Content-Type", "application/cloudevents-batch+json")
                                    .POST(HttpRequest.BodyPublishers.ofString(events))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
