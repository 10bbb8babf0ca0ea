package org.parcours.command.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.parcours.command.CommandServiceApplication;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.GroupCommitLog;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.store.Database;
import org.parcours.command.store.LocalPostgres;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ResourceLock(Resources.SYSTEM_OUT) // A service that starts sets the log levels of this JVM.
class LogHealthTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void the_service_is_not_ready_while_its_database_is_stopped() throws Exception {
        LocalPostgres postgres = LocalPostgres.withSettings();
        try (ConfigurableApplicationContext service = CommandServiceApplication.application()
                .run(
                        "--server.port=0",
                        "--parcours.mllp.port=0",
                        "--parcours.inbound.enabled=false",
                        "--parcours.log.url=" + postgres.newDatabase(),
                        "--parcours.kafka.bootstrap-servers=127.0.0.1:1")) {
            assertThat(health(service, "/readiness").statusCode()).isEqualTo(200);

            postgres.kill();
            HttpResponse<String> readiness = health(service, "/readiness");
            JsonNode log = JSON.readTree(readiness.body()).at("/components/log");
            JsonNode publisher = JSON.readTree(health(service, "/publisher").body());

            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(log.at("/status").asString()).isEqualTo("DOWN");
            assertThat(log.at("/details/error").asString()).contains("The log is unavailable");
            assertThat(publisher.at("/status").asString()).isEqualTo("DOWN");
            assertThat(publisher.at("/details/state").asString()).isEqualTo("CONNECTING");

            postgres.restart();
            assertThat(health(service, "/readiness").statusCode()).isEqualTo(200);
        } finally {
            postgres.stop();
        }
    }

    @Test
    void the_service_is_not_ready_while_the_disk_of_its_database_is_full(@TempDir Path folder) throws Exception {
        try (ConfigurableApplicationContext service = CommandServiceApplication.application()
                .run(
                        "--server.port=0",
                        "--parcours.mllp.port=0",
                        "--parcours.inbound.enabled=false",
                        "--parcours.log.url=jdbc:sqlite:" + folder.resolve("parcours.db"),
                        "--parcours.kafka.bootstrap-servers=127.0.0.1:1")) {
            Database database = ((StoreFactory.JdbcStoreFactory) service.getBean(StoreFactory.class)).database();

            // In this connection, which is the only one that writes, no page can be added to the file, and none is
            // free.
            database.writeAutoCommit(connection -> Database.update(connection, "VACUUM"));
            database.write(connection -> Database.query(connection, row -> row, "PRAGMA max_page_count = 1"));
            HttpResponse<String> readiness = health(service, "/readiness");

            assertThat(readiness.statusCode()).isEqualTo(503);
            assertThat(JSON.readTree(readiness.body())
                            .at("/components/log/details/appends")
                            .asString())
                    .contains("does not accept writes", "full", "make room");
            // The connection that failed is replaced by one without the limit: there is room again.
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            health(service, "/readiness").statusCode())
                    .isEqualTo(200));
        }
    }

    @Test
    void the_health_of_a_log_whose_writing_thread_died_says_to_restart_the_service(@TempDir Path folder) {
        Database database = Database.open("jdbc:sqlite:" + folder.resolve("parcours.db"));
        CommitStore store = new JdbcCommitStore(database, database::close);
        CommitStore failing = (CommitStore) Proxy.newProxyInstance(
                CommitStore.class.getClassLoader(), new Class<?>[] {CommitStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("insert")) {
                        throw new LinkageError("as thrown while a group is written");
                    }
                    return method.invoke(store, arguments);
                });
        try (CommitLog log = new GroupCommitLog(failing, EventLogSettings.defaults(), Clock.systemUTC())) {
            HealthIndicator indicator = new HealthAndMetricsConfiguration().logHealthIndicator(log, Clock.systemUTC());
            assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);

            assertThatThrownBy(() -> EventLogFixtures.append(
                            log, EventLogFixtures.command("one", EventLogFixtures.admitted(EventLogFixtures.ANNE))))
                    .isInstanceOf(LogUnavailableException.class);

            await().dontCatchUncaughtExceptions()
                    .untilAsserted(
                            () -> assertThat(indicator.health().getStatus()).isEqualTo(Status.DOWN));
            assertThat(indicator.health().getDetails().get("appends").toString())
                    .contains("LinkageError", "restart command-service");
        }
    }

    @Test
    void the_health_of_a_log_says_that_its_time_is_ahead_of_the_clock(@TempDir Path folder) {
        Clock clock = Clock.systemUTC();
        Clock wrong = Clock.offset(clock, Duration.ofDays(2));
        try (CommitLog log = CommitLogFactory.open(
                "jdbc:sqlite:" + folder.resolve("parcours.db"), EventLogSettings.defaults(), wrong)) {
            EventLogFixtures.append(
                    log, EventLogFixtures.command("one", EventLogFixtures.admitted(EventLogFixtures.ANNE)));
            var configuration = new HealthAndMetricsConfiguration();

            Map<String, Object> ahead =
                    configuration.logHealthIndicator(log, clock).health().getDetails();
            Map<String, Object> right =
                    configuration.logHealthIndicator(log, wrong).health().getDetails();

            assertThat(ahead.get("timeAheadOfClock").toString()).startsWith("PT47H");
            assertThat(right).doesNotContainKey("timeAheadOfClock");
        }
    }

    private HttpResponse<String> health(ConfigurableApplicationContext service, String group)
            throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + service.getEnvironment().getProperty("local.server.port")
                + "/actuator/health" + group);
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
