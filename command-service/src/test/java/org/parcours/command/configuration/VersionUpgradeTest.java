package org.parcours.command.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.CommandServiceApplication;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.verify.LogVerifier;
import org.parcours.command.eventlog.verify.ProgressListener;
import org.parcours.command.feeds.mllp.MllpServer;
import org.parcours.command.store.LocalPostgres;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The databases in {@code src/test/resources/version-0.1} were written by the last commit before the migrations: the
 * standalone product on SQLite after the demo, and command-service on PostgreSQL. The {@code ndjson} files are the
 * responses of that commit to {@code GET /api/log}.
 */
@ResourceLock(Resources.SYSTEM_OUT) // A service that starts sets the log levels of this JVM.
class VersionUpgradeTest {

    private static final String NEW_FACT = """
            {"specversion": "1.0", "id": "after-the-upgrade", "source": "KINE", "type": "org.parcours.StepRecorded.v1",
             "data": {"patient": {"identifiers": [{"system": "urn:oid:2.999.10.1", "value": "1"}], "name": {"family": "ESSAI", "given": "Paul"}},
              "occurredAt": "2026-03-02T09:30:00+01:00", "kind": "physiotherapy", "status": "DONE",
              "step": {"system": "KINE", "value": "43"}, "title": "Marche"}}
            """;

    /** A database of version 0.1 and the counts that its version displayed. */
    enum OldDatabase {
        SQLITE("log.ndjson.gz", 2, 1, 1) {
            @Override
            String open(Path directory) throws IOException {
                Path file = directory.resolve("parcours.db");
                try (var zip = new ZipInputStream(resource("data.zip"))) {
                    for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                        if (entry.getName().equals("parcours.db")) {
                            Files.copy(zip, file);
                        }
                    }
                }
                return "jdbc:sqlite:" + file;
            }
        },
        POSTGRESQL("postgresql-log.ndjson.gz", 1, 1, 1) {
            @Override
            String open(Path directory) throws IOException, SQLException {
                String url = LocalPostgres.shared().newDatabase();
                String dump;
                try (var in = resource("postgresql.sql")) {
                    dump = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("\\")) // commands to psql
                            .collect(Collectors.joining("\n"));
                }
                try (var connection = DriverManager.getConnection(url);
                        var statement = connection.createStatement()) {
                    statement.execute(dump);
                }
                return url;
            }
        };

        final String log;
        final int open;
        final int unsupported;
        final int resubmitted;

        OldDatabase(String log, int open, int unsupported, int resubmitted) {
            this.log = log;
            this.open = open;
            this.unsupported = unsupported;
            this.resubmitted = resubmitted;
        }

        /** @return the URL of a new copy */
        abstract String open(Path directory) throws IOException, SQLException;

        String writtenLog() throws IOException {
            try (var in = new GZIPInputStream(resource(log))) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        private static InputStream resource(String name) {
            return VersionUpgradeTest.class.getResourceAsStream("/version-0.1/" + name);
        }
    }

    private final JsonMapper json = new JsonMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void a_database_of_version_0_1_opens_with_every_event_and_records_new_ones(OldDatabase old) throws Exception {
        String url = old.open(directory);
        String written = old.writtenLog();
        long events = written.lines().count();

        try (var service = start(url)) {
            assertThat(body(get(service, "/api/log?limit=1000"))).isEqualTo(written);

            assertThat(quarantine(service, "open")).hasSize(old.open);
            assertThat(quarantine(service, "unsupported")).hasSize(old.unsupported);
            assertThat(quarantine(service, "resubmitted")).hasSize(old.resubmitted);

            resendEveryMessage(service, written);
            assertThat(get(service, "/api/log?limit=1").headers().firstValueAsLong("Parcours-Head"))
                    .as("every message resent is a duplicate")
                    .hasValue(events);

            assertThat(post(
                                    service,
                                    "/api/facts",
                                    "application/cloudevents+json",
                                    NEW_FACT.getBytes(StandardCharsets.UTF_8))
                            .statusCode())
                    .isEqualTo(201);
            JsonNode next = json.readTree(body(get(service, "/api/log?after=" + events))
                    .lines()
                    .findFirst()
                    .orElseThrow());
            assertThat(next.get("position").asLong()).isEqualTo(events + 1);
        }
        assertThatChainIsIntact(url, events);
    }

    @ParameterizedTest
    @EnumSource
    void the_counts_of_applications_and_quarantined_messages_are_kept(OldDatabase old) throws Exception {
        String url = old.open(directory);

        try (var service = start(url)) {
            JsonNode message = quarantine(service, "unsupported").getFirst();
            assertThat(message.get("code").asString()).isEqualTo("PARC-0208");
            assertThat(message.get("sender").asString()).isEqualTo("FACTURATION");
            assertThat(message.get("deliveries").asLong()).isEqualTo(1);

            JsonNode applications = json.readTree(body(get(service, "/api/applications")));
            assertThat(StreamSupport.stream(applications.spliterator(), false))
                    .extracting(application -> application.get("name").asString())
                    .contains("FACTURATION", "GAM");
        }
        if (old == OldDatabase.POSTGRESQL) {
            try (var connection = DriverManager.getConnection(url);
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "SELECT recorded, duplicate, unsupported, rejected FROM activity WHERE size = 'H' AND application = 'GAM'")) {
                row.next();
                assertThat(tuple(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4)))
                        .isEqualTo(tuple(1, 1, 0, 2));
            }
        }
    }

    private static ConfigurableApplicationContext start(String url) {
        return new SpringApplicationBuilder(CommandServiceApplication.class)
                .run(
                        "--server.port=0",
                        "--parcours.mllp.port=0",
                        "--parcours.mllp.host=127.0.0.1",
                        "--parcours.publish.enabled=false",
                        "--parcours.log.checkpoint.enabled=false",
                        "--parcours.inbound.enabled=false",
                        "--parcours.log.url=" + url);
    }

    /** Resends each recorded message once, by its feed. */
    private void resendEveryMessage(ConfigurableApplicationContext service, String written) throws Exception {
        Set<String> resent = new HashSet<>();
        for (String line : written.lines().toList()) {
            JsonNode event = json.readTree(line);
            JsonNode reporter = event.at("/data/reporter");
            if (!reporter.has("raw") || !resent.add(reporter.get("raw").asString())) {
                continue; // A resubmitted message is in the quarantine.
            }
            String raw = reporter.get("raw").asString();
            byte[] message = get(service, "/api/events/" + event.get("position").asLong() + "/documents/" + raw)
                    .body();
            switch (reporter.get("feed").asString()) {
                case "hl7v2" -> assertThat(sendByMllp(service, message)).contains("\rMSA|AA|");
                case "rest" ->
                    assertThat(post(service, "/api/facts", "application/cloudevents+json", message)
                                    .statusCode())
                            .isEqualTo(200);
                case "fhir" ->
                    assertThat(post(service, "/fhir?source=DPI", "application/fhir+json", message)
                                    .statusCode())
                            .isEqualTo(200);
                default -> throw new AssertionError(reporter);
            }
        }
        assertThat(resent).isNotEmpty();
    }

    private static String sendByMllp(ConfigurableApplicationContext service, byte[] message) throws IOException {
        try (var socket =
                new Socket("127.0.0.1", service.getBean(MllpServer.class).port())) {
            var out = socket.getOutputStream();
            out.write(0x0B);
            out.write(message);
            out.write(new byte[] {0x1C, 0x0D});
            out.flush();
            var response = new StringBuilder();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            for (int read = in.read(); read != 0x1C; read = in.read()) {
                response.append((char) read);
            }
            return response.toString();
        }
    }

    private List<JsonNode> quarantine(ConfigurableApplicationContext service, String state) throws Exception {
        JsonNode page = json.readTree(body(get(service, "/api/quarantine?state=" + state)));
        return StreamSupport.stream(page.spliterator(), false).toList();
    }

    private static void assertThatChainIsIntact(String url, long events) throws Exception {
        try (var store = CommitLogFactory.openStore(url)) {
            var result = LogVerifier.verify(store, 2, ProgressListener.NONE);
            assertThat(result.findings()).isEmpty();
            assertThat(result.head().position()).isGreaterThan(events);
        }
    }

    private HttpResponse<byte[]> get(ConfigurableApplicationContext service, String path) throws Exception {
        return http.send(HttpRequest.newBuilder(uri(service, path)).build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(
            ConfigurableApplicationContext service, String path, String mediaType, byte[] body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(service, path))
                        .header("Content-Type", mediaType)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static URI uri(ConfigurableApplicationContext service, String path) {
        return URI.create(
                "http://127.0.0.1:%s%s".formatted(service.getEnvironment().getProperty("local.server.port"), path));
    }

    private static String body(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
