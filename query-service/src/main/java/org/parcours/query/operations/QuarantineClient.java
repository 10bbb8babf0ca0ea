package org.parcours.query.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/** Asks command-service about what was refused, and to submit it again: its {@code /api/quarantine}. */
@Component
class QuarantineClient {

    record Line(
            UUID id,
            Instant receivedAt,
            String feed,
            String sender,
            String code,
            String field,
            String reason,
            String state,
            long timesSeen,
            Instant lastSeenAt) {}

    record Found(List<Line> messages, Optional<UUID> next) {}

    record Alike(String sender, String code, String field, long messages, long times, Instant first, Instant last) {}

    record Resubmission(String by, Instant at, String outcome) {}

    record Whole(
            Line message,
            Optional<UUID> correctionOf,
            Optional<String> submittedBy,
            Optional<Resubmission> resubmission) {}

    /** @param start in UTF-16 characters */
    record Mark(int start, int end) {}

    record Text(String text, String charset, boolean whole, Optional<Mark> mark) {}

    /** @param detail what command-service says of a request that it does not understand */
    record Answer(
            Optional<UUID> id,
            Optional<String> status,
            Optional<String> code,
            Optional<String> field,
            Optional<String> reason,
            Optional<UUID> quarantine,
            Optional<String> by,
            Optional<String> detail) {}

    record Answers(List<Answer> answers, boolean more) {}

    private final RestClient commandService;

    QuarantineClient(RestClient commandService) {
        this.commandService = commandService;
    }

    List<Alike> alike() {
        return commandService
                .get()
                .uri("/api/quarantine/alike")
                .retrieve()
                .body(new ParameterizedTypeReference<List<Alike>>() {});
    }

    /** @param sought as {@code POST /api/quarantine/search} takes it */
    Found search(Map<String, Object> sought) {
        return post("/api/quarantine/search", sought, Found.class).getBody();
    }

    Optional<Whole> message(UUID id) {
        return get("/api/quarantine/{id}", id, Whole.class);
    }

    Optional<Text> text(UUID id) {
        return get("/api/quarantine/{id}/text", id, Text.class);
    }

    /** The answer, whatever it is: that something is refused again is one too. */
    Answer correct(UUID id, String by, String text) {
        return commandService
                .post()
                .uri("/api/quarantine/{id}/correct", id)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("by", by, "text", text))
                .retrieve()
                .onStatus(HttpStatusCode::isError, (_, _) -> {})
                .body(Answer.class);
    }

    Answers resubmit(Map<String, Object> many) {
        return post("/api/quarantine/resubmit", many, Answers.class).getBody();
    }

    private <T> ResponseEntity<T> post(String path, Object body, Class<T> as) {
        return commandService
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .toEntity(as);
    }

    private <T> Optional<T> get(String path, UUID id, Class<T> as) {
        ResponseEntity<T> answer = commandService
                .get()
                .uri(path, id)
                .retrieve()
                .onStatus(status -> status.value() == 404, (_, _) -> {})
                .toEntity(as);
        return answer.getStatusCode().value() == 404 ? Optional.empty() : Optional.ofNullable(answer.getBody());
    }
}
