package org.parcours.benchmarks.views;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.parcours.benchmarks.standalone.StandaloneProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The position of the views, as the health of query-service states it. */
record ViewsPosition(StandaloneProcess server) {

    private static final Duration TIMEOUT = Duration.ofHours(1);

    /** 0 where the service does not answer yet. */
    long position() throws IOException, InterruptedException {
        server.isReady(); // fails where the process has ended
        try {
            URI address = URI.create("http://127.0.0.1:" + server.httpPort() + "/actuator/health");
            var response =
                    server.client().send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
            JsonNode projection = JsonMapper.shared().readTree(response.body()).at("/components/projection/details");
            if (projection.has("stopped")) {
                throw new IllegalStateException(projection.toString());
            }
            return projection.path("position").asLong(0);
        } catch (IOException notYet) {
            return 0;
        }
    }

    void awaitAnswer() throws IOException, InterruptedException {
        while (true) {
            server.isReady(); // fails where the process has ended
            try (Socket socket = new Socket("127.0.0.1", server.httpPort())) {
                return;
            } catch (ConnectException notYet) {
                Thread.sleep(20);
            }
        }
    }

    void await(long position) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (position() < position) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The views are at position " + position());
            }
            Thread.sleep(100);
        }
    }
}
