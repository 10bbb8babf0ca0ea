package org.parcours.command.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.parcours.command.CommandServiceApplication;
import org.parcours.command.store.LocalPostgres;
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

    private HttpResponse<String> health(ConfigurableApplicationContext service, String group)
            throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + service.getEnvironment().getProperty("local.server.port")
                + "/actuator/health" + group);
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
