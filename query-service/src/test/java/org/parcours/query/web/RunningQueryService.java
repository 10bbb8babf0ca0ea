package org.parcours.query.web;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.parcours.events.Envelope;
import org.parcours.query.QueryServiceApplication;
import org.parcours.query.projection.TestFeed;
import org.parcours.query.views.ProjectionStatus;
import org.springframework.context.ConfigurableApplicationContext;

/** The service over HTTP, with an in-memory database and without Kafka. */
final class RunningQueryService implements AutoCloseable {

    private final MongoServer mongo = new MongoServer(new MemoryBackend());
    private final HttpClient http = HttpClient.newHttpClient();
    final ConfigurableApplicationContext context;
    final URI address;

    RunningQueryService(String... settings) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.mongodb.uri=" + mongo.bindAndGetConnectionString() + "/parcours",
                "--parcours.kafka.enabled=false",
                "--parcours.web.heartbeat-interval=200ms"));
        arguments.addAll(List.of(settings));
        context = QueryServiceApplication.application().run(arguments.toArray(String[]::new));
        address = URI.create("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
    }

    void apply(List<Envelope> log) {
        TestFeed.apply(context, log);
    }

    void setState(ProjectionStatus.State state) {
        TestFeed.setState(context, state);
    }

    HttpResponse<String> get(String path, String... headers) {
        return send(path, HttpResponse.BodyHandlers.ofString(), headers);
    }

    /** A request with the Accept header of a browser. */
    HttpResponse<String> page(String path) {
        return get(path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
    }

    BufferedReader stream(String path, String... headers) {
        InputStream body =
                send(path, HttpResponse.BodyHandlers.ofInputStream(), headers).body();
        return new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    private <T> HttpResponse<T> send(String path, HttpResponse.BodyHandler<T> as, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), as);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(path, e);
        }
    }

    @Override
    public void close() {
        context.close();
        mongo.shutdownNow();
    }
}
