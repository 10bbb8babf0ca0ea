package org.parcours.standalone.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.parcours.query.QueryServiceApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** query-service in this JVM, on a free port, and a client for tests. */
final class EmbeddedQueryService implements AutoCloseable {

    /** Shared: a client of its own would take threads for each service. */
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext context;
    private final URI address;

    private EmbeddedQueryService(ConfigurableApplicationContext context) {
        this.context = context;
        address = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
    }

    /** @param settings more arguments of its command line */
    static EmbeddedQueryService start(String viewsUrl, String kafkaBootstrapServers, String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--parcours.views.url=" + viewsUrl,
                "--parcours.kafka.bootstrap-servers=" + kafkaBootstrapServers,
                "--parcours.kafka.max-retry-delay=500ms"));
        arguments.addAll(List.of(settings));
        return new EmbeddedQueryService(QueryServiceApplication.application().run(arguments.toArray(String[]::new)));
    }

    void awaitLive(long position) {
        EmbeddedParcours.await(() -> isLive(position), "the views are up to date at position " + position);
    }

    private boolean isLive(long position) {
        JsonNode projection = projection();
        return projection.path("status").asString("").equals("UP")
                && projection.at("/details/position").asLong() == position;
    }

    void awaitStopped(String cause, String message) {
        EmbeddedParcours.await(
                () -> {
                    JsonNode details = projection().path("details");
                    return details.path("cause").asString("").equals(cause)
                            && details.path("stopped").asString("").contains(message);
                },
                "the views stop: " + cause + " " + message);
    }

    JsonNode projection() {
        return health("projection");
    }

    JsonNode health(String component) {
        return JsonMapper.shared()
                .readTree(get("/actuator/health", "application/json").body())
                .path("components")
                .path(component);
    }

    /** As a browser reads it; the text of an endpoint as it is. */
    String page(String path) {
        return get(path, path.startsWith("/actuator") ? "*/*" : "text/html").body();
    }

    HttpResponse<String> get(String path, String accept) {
        try {
            return HTTP.send(
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

    @Override
    public void close() {
        context.close();
    }
}
