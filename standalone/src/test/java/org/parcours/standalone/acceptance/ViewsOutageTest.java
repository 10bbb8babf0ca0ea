package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.store.LocalPostgres;
import org.parcours.query.QueryServiceApplication;
import org.parcours.standalone.EmbeddedKafka;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** query-service whose database of views is away: it says so, and goes on when the database is back. */
class ViewsOutageTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalPostgres postgres;
    private EmbeddedKafka kafka;
    private PublishedLog log;

    @BeforeEach
    void start() {
        postgres = LocalPostgres.withSettings();
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        log = new PublishedLog(folder.resolve("log.db"), kafka.bootstrapServers());
    }

    @AfterEach
    void stop() {
        log.close();
        kafka.close();
        postgres.stop();
    }

    @Test
    void a_database_that_is_missing_at_the_start_or_goes_away_later_makes_pages_say_so_until_it_is_back()
            throws Exception {
        String views = postgres.newDatabase();
        log.recordAdmissions(10);
        log.publish();
        postgres.kill();

        try (ConfigurableApplicationContext query = QueryServiceApplication.application()
                .run(
                        "--server.port=0",
                        "--parcours.views.url=" + views,
                        "--parcours.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--parcours.kafka.max-retry-delay=500ms")) {
            URI address =
                    URI.create("http://localhost:" + query.getEnvironment().getProperty("local.server.port"));
            assertUnavailable(address);
            assertThat(get(address, "/actuator/health/readiness", "*/*").statusCode())
                    .as("does not replace a service that has its views")
                    .isEqualTo(503);
            assertThat(get(address, "/actuator/health/liveness", "*/*").statusCode())
                    .isEqualTo(200);
            assertThat(health(address).at("/views/details/reason").asString())
                    .contains("The views could not be opened", "refused");

            postgres.restart();
            awaitLive(address, 20);
            assertThat(get(address, "/actuator/health/readiness", "*/*").statusCode())
                    .isEqualTo(200);
            assertThat(get(address, "/", BROWSER).statusCode()).isEqualTo(200);

            postgres.kill();
            assertUnavailable(address);
            assertThat(get(address, "/actuator/health/readiness", "*/*").statusCode())
                    .as("the pages say what is wrong")
                    .isEqualTo(200);
            log.recordAdmissions(5);
            log.publish();

            postgres.restart();
            awaitLive(address, 30);
            assertThat(get(address, "/", BROWSER).statusCode()).isEqualTo(200);
        }
    }

    private void assertUnavailable(URI address) {
        EmbeddedParcours.await(
                () -> health(address).at("/views/status").asString().equals("DOWN"), "the health says that it is away");
        EmbeddedParcours.await(
                () -> health(address)
                        .at("/projection/details/waitingFor")
                        .asString("")
                        .contains("The views"),
                "the projection says what it waits for");
        HttpResponse<String> french = get(address, "/?lang=fr", BROWSER);
        assertThat(french.statusCode()).isEqualTo(503);
        assertThat(french.headers().firstValue("Retry-After")).contains("5");
        assertThat(french.body())
                .contains("<h1>Les pages des patients ne peuvent pas être lues pour le moment")
                .contains("Mises à jour interrompues");
        assertThat(get(address, "/patients/00000000-0000-4000-8000-000000000000?lang=en", BROWSER)
                        .body())
                .contains("<h1>Patients’ pages cannot be read now");
        HttpResponse<String> program = get(address, "/api/patients?q=essai", "application/json");
        assertThat(program.statusCode()).isEqualTo(503);
        assertThat(program.headers().firstValue("Retry-After")).contains("5");
        assertThat(program.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private void awaitLive(URI address, long position) {
        EmbeddedParcours.await(
                () -> {
                    JsonNode health = health(address);
                    return health.at("/projection/status").asString().equals("UP")
                            && health.at("/projection/details/position").asLong() == position
                            && health.at("/views/status").asString().equals("UP");
                },
                "the views are at position " + position);
    }

    private JsonNode health(URI address) {
        return JsonMapper.shared()
                .readTree(get(address, "/actuator/health", "*/*").body())
                .path("components");
    }

    private HttpResponse<String> get(URI address, String path, String accept) {
        try {
            return http.send(
                    HttpRequest.newBuilder(address.resolve(path))
                            .header("Accept", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
