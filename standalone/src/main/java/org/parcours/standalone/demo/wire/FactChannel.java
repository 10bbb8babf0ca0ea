package org.parcours.standalone.demo.wire;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Facts by {@code POST /api/facts}. */
public final class FactChannel implements Channel {

    private final HttpClient client;
    private final HttpRequest.Builder request;

    /** @param client shared by all applications; closed by who made it */
    public FactChannel(HttpClient client, URI facts, Duration answerTimeout) {
        this.client = client;
        this.request = HttpRequest.newBuilder(facts)
                .header("Content-Type", "application/cloudevents+json")
                .timeout(answerTimeout);
    }

    @Override
    public Answer send(byte[] message) throws IOException, InterruptedException {
        HttpResponse<Void> response = client.send(
                request.copy()
                        .POST(HttpRequest.BodyPublishers.ofByteArray(message))
                        .build(),
                HttpResponse.BodyHandlers.discarding());
        String code = Integer.toString(response.statusCode());
        return switch (response.statusCode()) {
            case 200, 201 -> new Answer(code, Answer.Verdict.TAKEN);
            case 400, 413, 415, 422 -> new Answer(code, Answer.Verdict.QUARANTINED);
            default -> new Answer(code, Answer.Verdict.NOT_NOW);
        };
    }

    @Override
    public void close() {
        // The client is shared.
    }
}
