package org.parcours.command.feeds.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.http.RequestLimiter;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.ReceivedCloudEvent;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.SubmissionContext;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /api/facts}: one CloudEvent or a batch. Each event of a batch is a message of its own: a rejected one
 * goes to quarantine, and the others are recorded.
 *
 * <p>201 where an event is recorded; 200 where every accepted event is a duplicate; 422 where every event is rejected;
 * 503 where the log is unavailable, or too many requests are in progress: the client sends the whole request again, and
 * recorded events are then duplicates.
 */
@RestController
@RequestMapping("/api/facts")
public class FactsController {

    static final String BATCH_CONTENT_TYPE = "application/cloudevents-batch+json";

    private final CloudEventParser parser;
    private final MessageProcessor processor;
    private final CloudEventLimitProperties limits;
    private final RequestLimiter limiter;

    FactsController(
            CloudEventParser parser,
            MessageProcessor processor,
            CloudEventLimitProperties limits,
            RequestProperties times) {
        this.parser = parser;
        this.processor = processor;
        this.limits = limits;
        this.limiter = new RequestLimiter(
                limits.maxBody().toBytes(), limits.maxInFlight().toBytes(), limits.maxConcurrent(), times);
    }

    @PostMapping
    ResponseEntity<?> record(HttpServletRequest request) throws IOException {
        FactsRequest facts = FactsRequest.of(request);
        if (facts.statesContentTypeTwice()) {
            return FactsProblems.unsupportedMediaType("stated twice");
        }
        if (!facts.isSupported()) {
            return FactsProblems.unsupportedMediaType("another one found");
        }
        try (RequestLimiter.Admission admission = limiter.admit(request)) {
            return switch (admission) {
                case RequestLimiter.Admitted admitted -> record(facts.content(admitted.body(), parser));
                case RequestLimiter.TooLarge(long limit) -> FactsProblems.tooLarge(limit);
                case RequestLimiter.Unreadable unreadable -> FactsProblems.unreadable(unreadable);
                case RequestLimiter.Busy _ -> FactsProblems.unavailable(limits.retryAfter());
            };
        }
    }

    private ResponseEntity<?> record(FactsRequest.Content content) {
        return switch (content) {
            case FactsRequest.Events(List<ReceivedCloudEvent> events, boolean batch) -> record(events, batch);
            case FactsRequest.UnknownCharset _ -> FactsProblems.unsupportedMediaType("unknown charset");
        };
    }

    private ResponseEntity<?> record(List<ReceivedCloudEvent> events, boolean batch) {
        List<FactResult> results = new ArrayList<>();
        for (ReceivedCloudEvent event : events) {
            Outcome outcome = processor.process(event, SubmissionContext.NONE);
            if (outcome instanceof Outcome.Unavailable) {
                return FactsProblems.unavailable(limits.retryAfter());
            }
            Optional<Integer> index = batch ? Optional.of(results.size()) : Optional.empty();
            results.add(FactResult.of(outcome, event, index));
        }
        if (results.stream().allMatch(result -> result.hasStatus(FactResult.REJECTED))) {
            return FactsProblems.rejected(results);
        }
        boolean recorded = results.stream().anyMatch(result -> result.hasStatus(FactResult.RECORDED));
        return ResponseEntity.status(recorded ? HttpStatus.CREATED : HttpStatus.OK)
                .body(results);
    }
}
