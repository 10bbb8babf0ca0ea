package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.publishing.EventPublisher;
import org.parcours.query.QueryServiceApplication;
import org.parcours.standalone.EmbeddedKafka;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** Open pages of two query-services that share their views, of which one projects. */
class SharedViewsTest {

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedKafka kafka;
    private PublishedLog log;
    private EventPublisher publisher;

    @BeforeEach
    void start() {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        log = new PublishedLog(folder.resolve("log.db"), kafka.bootstrapServers());
        publisher = log.startPublisher();
        log.recordAdmissions(10);
    }

    @AfterEach
    void stop() {
        publisher.close();
        log.close();
        kafka.close();
    }

    @Test
    void open_pages_of_each_service_hear_of_changes_before_and_after_a_take_over() throws Exception {
        try (ConfigurableApplicationContext first = startQueryService()) {
            awaitShown(first);
            try (ConfigurableApplicationContext second = startQueryService()) {
                awaitShown(second);
                AtomicInteger ofFirst = countChanges(first);
                AtomicInteger ofSecond = countChanges(second);

                log.recordAdmissions(1);
                EmbeddedParcours.await(() -> ofFirst.get() > 0, "the first one tells its pages");
                EmbeddedParcours.await(() -> ofSecond.get() > 0, "the second one tells its pages");

                first.close();
                awaitShown(second);
                int before = ofSecond.get();
                log.recordAdmissions(1);
                EmbeddedParcours.await(
                        () -> ofSecond.get() > before, "the second one tells its pages what it projects");
                awaitShown(second);
            }
        }
    }

    /** How many events {@code change} the stream of all patients has sent since. */
    private AtomicInteger countChanges(ConfigurableApplicationContext service) throws Exception {
        HttpResponse<Stream<String>> response =
                get(service, "/patients/stream?all=true", HttpResponse.BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        AtomicInteger changes = new AtomicInteger();
        AtomicInteger states = new AtomicInteger();
        Thread.ofVirtual().start(() -> response.body().forEach(line -> {
            if (line.equals("event:change")) {
                changes.incrementAndGet();
            } else if (line.equals("event:state")) {
                states.incrementAndGet();
            }
        }));
        EmbeddedParcours.await(() -> states.get() > 0, "the stream is open");
        return changes;
    }

    private void awaitShown(ConfigurableApplicationContext service) {
        long head = log.head();
        EmbeddedParcours.await(
                () -> {
                    var projection = JsonMapper.shared()
                            .readTree(body(service, "/actuator/health"))
                            .at("/components/projection");
                    return projection.path("status").asString("").equals("UP")
                            && projection.at("/details/position").asLong() == head;
                },
                "the views are at position " + head);
    }

    private String body(ConfigurableApplicationContext service, String path) {
        try {
            return get(service, path, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> HttpResponse<T> get(
            ConfigurableApplicationContext service, String path, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        URI address = URI.create("http://localhost:" + service.getEnvironment().getProperty("local.server.port"));
        return http.send(HttpRequest.newBuilder(address.resolve(path)).build(), handler);
    }

    private ConfigurableApplicationContext startQueryService() {
        return QueryServiceApplication.application()
                .run(
                        "--server.port=0",
                        "--parcours.views.url=jdbc:sqlite:" + folder.resolve("views.db"),
                        "--spring.lifecycle.timeout-per-shutdown-phase=2s",
                        "--parcours.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--parcours.kafka.max-retry-delay=500ms");
    }
}
