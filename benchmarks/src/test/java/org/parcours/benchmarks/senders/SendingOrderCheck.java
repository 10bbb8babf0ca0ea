package org.parcours.benchmarks.senders;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the event log over HTTP and compares the order of each sender's messages with their numbers. */
final class SendingOrderCheck {

    private static final int PAGE = 2000;

    /**
     * @param senders how many senders the log has messages of
     * @param outOfOrder how many messages follow a later one of the same sender
     */
    record Result(int senders, long outOfOrder) {}

    private SendingOrderCheck() {}

    /** @param log {@code /api/log} of command-service; message ids are {@code SENDER-NUMBER}, with leading zeros */
    static Result check(HttpClient client, URI log) throws IOException, InterruptedException {
        Map<String, String> lastMessages = new HashMap<>();
        long outOfOrder = 0;
        for (long position = 0, previousPosition = -1; position != previousPosition; ) {
            previousPosition = position;
            var request = HttpRequest.newBuilder(URI.create(log + "?limit=" + PAGE + "&after=" + position));
            var page = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(page.body(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode event = JsonMapper.shared().readTree(line);
                    position = event.get("position").asLong();
                    String message = event.at("/data/reporter/messageId").asString();
                    String sender = event.at("/data/reporter/application").asString() + message.split("-")[0];
                    String earlier = lastMessages.put(sender, message);
                    outOfOrder += earlier != null && earlier.compareTo(message) > 0 ? 1 : 0;
                }
            }
        }
        return new Result(lastMessages.size(), outOfOrder);
    }
}
