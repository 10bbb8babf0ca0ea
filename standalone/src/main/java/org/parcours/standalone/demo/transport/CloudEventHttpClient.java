package org.parcours.standalone.demo.transport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Sends facts by {@code POST /api/facts}. */
public final class CloudEventHttpClient implements MessageClient {

    private final HttpClient client;
    private final HttpRequest.Builder request;

    /** @param client shared by all applications; the caller closes it */
    public CloudEventHttpClient(HttpClient client, URI factsUri, Duration responseTimeout) {
        this.client = client;
        this.request = HttpRequest.newBuilder(factsUri)
                .header("Content-Type", "application/cloudevents+json")
                .timeout(responseTimeout);
    }

    @Override
    public Acknowledgement send(byte[] message) throws IOException, InterruptedException {
        HttpResponse<Void> response = client.send(
                request.copy()
                        .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        String code = Integer.toString(response.statusCode());
        return switch (response.statusCode()) {
            case 200, 201 -> new Acknowledgement(code, Acknowledgement.Outcome.ACCEPTED);
            case 400, 413, 415, 422 -> new Acknowledgement(code, Acknowledgement.Outcome.REJECTED);
            default -> new Acknowledgement(code, Acknowledgement.Outcome.UNAVAILABLE);
        };
    }

    @Override
    public void close() {
        // The HTTP client is shared.
    }
}
