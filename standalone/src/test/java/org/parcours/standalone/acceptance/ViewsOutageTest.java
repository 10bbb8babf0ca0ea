package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.store.LocalPostgres;
import org.parcours.standalone.EmbeddedKafka;

/** query-service whose database of views is away: it says so, and goes on when the database is back. */
class ViewsOutageTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

    @TempDir
    private Path folder;

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

        try (EmbeddedQueryService query = EmbeddedQueryService.start(views, kafka.bootstrapServers())) {
            assertUnavailable(query);
            assertThat(query.get("/actuator/health/readiness", "*/*").statusCode())
                    .as("does not replace a service that has its views")
                    .isEqualTo(503);
            assertThat(query.get("/actuator/health/liveness", "*/*").statusCode())
                    .isEqualTo(200);
            assertThat(query.health("views").at("/details/reason").asString())
                    .contains("The views could not be opened", "refused");

            postgres.restart();
            awaitLive(query, 20);
            assertThat(query.get("/actuator/health/readiness", "*/*").statusCode())
                    .isEqualTo(200);
            assertThat(query.get("/", BROWSER).statusCode()).isEqualTo(200);

            postgres.kill();
            assertUnavailable(query);
            assertThat(query.get("/actuator/health/readiness", "*/*").statusCode())
                    .as("the pages say what is wrong")
                    .isEqualTo(200);
            log.recordAdmissions(5);
            log.publish();

            postgres.restart();
            awaitLive(query, 30);
            assertThat(query.get("/", BROWSER).statusCode()).isEqualTo(200);
        }
    }

    private void assertUnavailable(EmbeddedQueryService query) {
        EmbeddedParcours.await(
                () -> query.health("views").path("status").asString().equals("DOWN"),
                "the health says that it is away");
        EmbeddedParcours.await(
                () -> query.projection().at("/details/waitingFor").asString("").contains("The views"),
                "the projection says what it waits for");
        // At once: each waits for a connection until its time is over.
        var french = answer(query, "/?lang=fr", BROWSER);
        var english = answer(query, "/patients/00000000-0000-4000-8000-000000000000?lang=en", BROWSER);
        var program = answer(query, "/api/patients?q=essai", "application/json");
        assertThat(french.join().statusCode()).isEqualTo(503);
        assertThat(french.join().headers().firstValue("Retry-After")).contains("5");
        assertThat(french.join().body())
                .contains("<h1>Les pages des patients ne peuvent pas être lues pour le moment")
                .contains("Mises à jour interrompues");
        assertThat(english.join().body()).contains("<h1>Patients’ pages cannot be read now");
        assertThat(program.join().statusCode()).isEqualTo(503);
        assertThat(program.join().headers().firstValue("Retry-After")).contains("5");
        assertThat(program.join().headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private static CompletableFuture<HttpResponse<String>> answer(
            EmbeddedQueryService query, String path, String accept) {
        return CompletableFuture.supplyAsync(() -> query.get(path, accept), Thread::startVirtualThread);
    }

    private void awaitLive(EmbeddedQueryService query, long position) {
        query.awaitLive(position);
        EmbeddedParcours.await(
                () -> query.health("views").path("status").asString().equals("UP"), "the views can be read");
    }
}
