package org.parcours.query.operations;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.server.ResponseStatusException;

/** Client of {@code /api/quarantine} of command-service: rejected messages, their correction and resubmission. */
@Component
class QuarantineClient {

    record QuarantinedMessage(
            UUID id,
            Instant receivedAt,
            String feed,
            String sender,
            String code,
            String field,
            String reason,
            String state,
            long deliveries,
            Instant lastReceivedAt) {}

    record QuarantineSearchResult(List<QuarantinedMessage> messages, Optional<UUID> next) {}

    record RejectionGroup(
            String sender,
            String code,
            String field,
            long messages,
            long deliveries,
            Instant firstReceivedAt,
            Instant lastReceivedAt) {}

    record ResubmissionInfo(String by, Instant at, String outcome) {}

    record QuarantinedMessageDetail(
            QuarantinedMessage message,
            Optional<UUID> correctionOf,
            Optional<String> submittedBy,
            Optional<ResubmissionInfo> resubmission) {}

    /** Where the rejected field is in the text, in UTF-16 code units. */
    record FieldRange(int start, int end) {}

    record MessageText(String text, String charset, boolean complete, Optional<FieldRange> fieldRange) {}

    record ResubmissionResult(
            Optional<UUID> id,
            Optional<String> status,
            Optional<String> code,
            Optional<String> field,
            Optional<String> reason,
            Optional<UUID> quarantine,
            Optional<String> by) {}

    record BulkResubmissionResult(List<ResubmissionResult> results, boolean more, Optional<UUID> next) {}

    private final RestClient commandService;

    QuarantineClient(RestClient commandService) {
        this.commandService = commandService;
    }

    List<RejectionGroup> groups() {
        return commandService
                .get()
                .uri("/api/quarantine/groups")
                .retrieve()
                .body(new ParameterizedTypeReference<List<RejectionGroup>>() {});
    }

    /** @param filter the body of {@code POST /api/quarantine/search} */
    QuarantineSearchResult search(Map<String, Object> filter) {
        return post("/api/quarantine/search", filter, QuarantineSearchResult.class);
    }

    QuarantinedMessageDetail message(UUID id) {
        return get("/api/quarantine/{id}", id, QuarantinedMessageDetail.class);
    }

    MessageText text(UUID id) {
        return get("/api/quarantine/{id}/text", id, MessageText.class);
    }

    /** Error responses are returned like successful ones: a second rejection is an expected result. */
    ResubmissionResult correct(UUID id, String by, String text) {
        return commandService
                .post()
                .uri("/api/quarantine/{id}/correct", id)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("by", by, "text", text))
                .retrieve()
                .onStatus(HttpStatusCode::isError, (_, _) -> {})
                .body(ResubmissionResult.class);
    }

    BulkResubmissionResult resubmit(Map<String, Object> request) {
        return post("/api/quarantine/resubmit", request, BulkResubmissionResult.class);
    }

    private <T> T post(String path, Object body, Class<T> type) {
        return commandService
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .body(type);
    }

    private <T> T get(String path, UUID id, Class<T> type) {
        return commandService
                .get()
                .uri(path, id)
                .retrieve()
                .onStatus(HttpStatus.NOT_FOUND::equals, (_, _) -> {
                    throw new ResponseStatusException(HttpStatus.NOT_FOUND);
                })
                .body(type);
    }
}
