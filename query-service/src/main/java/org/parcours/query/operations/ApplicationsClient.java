package org.parcours.query.operations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Asks command-service about the applications: its {@code /api/applications}. */
@Component
class ApplicationsClient {

    record Counts(long recorded, long duplicate, long kept, long refused, long unavailable, long late) {}

    record Application(
            String name,
            boolean declared,
            List<String> feeds,
            String state,
            Optional<Instant> lastHeard,
            Optional<Long> usualSilenceSeconds,
            double perMinute,
            Counts day,
            long quarantined) {}

    record Hour(Instant start, String feed, Counts counts) {}

    record Message(
            Instant at,
            String feed,
            String outcome,
            boolean late,
            String kind,
            String messageId,
            String code,
            String field) {}

    record Whole(Application application, List<Hour> hours, List<Message> recent) {}

    private final RestClient commandService;

    ApplicationsClient(RestClient commandService) {
        this.commandService = commandService;
    }

    List<Application> all() {
        return commandService
                .get()
                .uri("/api/applications")
                .retrieve()
                .body(new ParameterizedTypeReference<List<Application>>() {});
    }

    Optional<Whole> one(String name) {
        ResponseEntity<Whole> answer = commandService
                .get()
                .uri("/api/applications/one?name={name}", name)
                .retrieve()
                .onStatus(status -> status.value() == 404, (_, _) -> {})
                .toEntity(Whole.class);
        return answer.getStatusCode().value() == 404 ? Optional.empty() : Optional.ofNullable(answer.getBody());
    }
}
