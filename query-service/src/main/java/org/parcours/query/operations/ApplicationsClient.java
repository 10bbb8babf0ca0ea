package org.parcours.query.operations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.server.ResponseStatusException;

/** Client of {@code /api/applications} of command-service: the state of each source application. */
@Component
class ApplicationsClient {

    record OutcomeCounts(long recorded, long duplicate, long unsupported, long rejected, long unavailable, long late) {
        long messages() {
            return recorded + duplicate + unsupported + rejected + unavailable;
        }
    }

    record ApplicationStatus(
            String name,
            boolean configured,
            List<String> feeds,
            String state,
            Optional<Instant> lastReceivedAt,
            Optional<Long> usualSilenceSeconds,
            double messagesPerMinute,
            OutcomeCounts last24Hours,
            long quarantined) {}

    record HourCounts(Instant start, String feed, OutcomeCounts counts) {}

    record RecentMessage(
            Instant receivedAt,
            String feed,
            String outcome,
            boolean late,
            String firstEvent,
            String messageId,
            String code,
            String field) {}

    /** @param canChangeMeaning whether entries of the timeline with this field are marked */
    record UnreadField(
            String path, long messages, Instant lastReceivedAt, String exampleMessageId, boolean canChangeMeaning) {}

    record ApplicationDetail(
            ApplicationStatus application,
            List<HourCounts> hours,
            List<RecentMessage> recentMessages,
            List<UnreadField> unreadFields) {}

    private final RestClient commandService;

    ApplicationsClient(RestClient commandService) {
        this.commandService = commandService;
    }

    List<ApplicationStatus> all() {
        return commandService
                .get()
                .uri("/api/applications")
                .retrieve()
                .body(new ParameterizedTypeReference<List<ApplicationStatus>>() {});
    }

    /** The name is percent-encoded in the path, a {@code /} as {@code %2F}. */
    ApplicationDetail application(String name) {
        return commandService
                .get()
                .uri("/api/applications/{name}", name)
                .retrieve()
                .onStatus(HttpStatus.NOT_FOUND::equals, (_, _) -> {
                    throw new ResponseStatusException(HttpStatus.NOT_FOUND);
                })
                .body(ApplicationDetail.class);
    }
}
