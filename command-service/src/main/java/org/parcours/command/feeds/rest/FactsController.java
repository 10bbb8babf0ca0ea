package org.parcours.command.feeds.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.parcours.command.http.RequestLimiter;
import org.parcours.command.http.RequestProperties;
import org.parcours.command.intake.cloudevents.CloudEventLimitProperties;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.CloudEventRejectionCode;
import org.parcours.command.intake.cloudevents.ReceivedCloudEvent;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.SubmissionContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

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

    @PostMapping(consumes = {CloudEventParser.CONTENT_TYPE, BATCH_CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<?> record(HttpServletRequest request) throws IOException {
        try (RequestLimiter.Admission admission = limiter.admit(request)) {
            return switch (admission) {
                case RequestLimiter.Admitted admitted -> record(request, admitted.body());
                case RequestLimiter.TooLarge(long limit) -> {
                    Rejection rejection = CloudEventRejectionCode.TOO_LARGE.at("", "the limit is " + limit + " bytes");
                    yield response(problem(HttpStatus.CONTENT_TOO_LARGE, rejection, Optional.empty()));
                }
                case RequestLimiter.Unreadable unreadable -> unreadable(unreadable);
                case RequestLimiter.Busy _ -> unavailable();
            };
        }
    }

    private ResponseEntity<?> record(HttpServletRequest request, byte[] body) {
        List<ReceivedCloudEvent> events;
        try {
            events = events(request, body);
        } catch (RejectionException e) {
            String contentType = Optional.ofNullable(request.getContentType()).orElse(CloudEventParser.CONTENT_TYPE);
            events = List.of(parser.receiveUnreadable(contentType, body, e.rejection()));
        }
        List<FactResult> results = new ArrayList<>();
        for (ReceivedCloudEvent event : events) {
            Outcome outcome = processor.process(event, SubmissionContext.NONE);
            if (outcome instanceof Outcome.Unavailable) {
                return unavailable();
            }
            results.add(FactResult.of(outcome, event));
        }
        return response(results);
    }

    private List<ReceivedCloudEvent> events(HttpServletRequest request, byte[] body) {
        JsonNode tree = parser.json().parse(body);
        if (BinaryToStructuredModeConverter.isBinaryMode(request)) {
            return List.of(parser.receive(BinaryToStructuredModeConverter.toStructuredMode(request, body)));
        }
        // Stores a request once for all of its events, and not at all where every event is rejected.
        Supplier<String> raw = SingletonSupplier.of(
                () -> parser.store(tree.isArray() ? BATCH_CONTENT_TYPE : CloudEventParser.CONTENT_TYPE, body));
        return parser.json().splitEvents(tree).stream()
                .map(event -> parser.receive(event, raw))
                .toList();
    }

    private static ResponseEntity<?> response(List<FactResult> results) {
        if (results.stream().allMatch(result -> result.hasStatus(FactResult.REJECTED))) {
            return rejected(results);
        }
        boolean recorded = results.stream().anyMatch(result -> result.hasStatus(FactResult.RECORDED));
        return ResponseEntity.status(recorded ? HttpStatus.CREATED : HttpStatus.OK)
                .body(results);
    }

    /** The problem of the rejected event; for several, the problem of the first one and a list of all. */
    private static ResponseEntity<ProblemDetail> rejected(List<FactResult> results) {
        FactResult.Problem first = results.getFirst().problem().orElseThrow();
        ProblemDetail detail = problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                new Rejection(first.code(), first.field(), first.detail()),
                Optional.of(first.quarantine()));
        if (results.size() > 1) {
            detail.setProperty("events", results);
        }
        return response(detail);
    }

    private ResponseEntity<ProblemDetail> unavailable() {
        String seconds = Long.toString(limits.retryAfter().toSeconds());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .body(problem(
                        HttpStatus.SERVICE_UNAVAILABLE, CloudEventRejectionCode.UNAVAILABLE.at(""), Optional.empty()));
    }

    private static ResponseEntity<?> unreadable(RequestLimiter.Unreadable unreadable) {
        ProblemDetail detail =
                ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(unreadable.status()), unreadable.reason());
        ResponseEntity.BodyBuilder builder =
                ResponseEntity.status(unreadable.status()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
        if (unreadable instanceof RequestLimiter.UnsupportedEncoding) {
            builder.header(HttpHeaders.ACCEPT_ENCODING, RequestLimiter.ACCEPT_ENCODING);
        }
        return builder.body(detail);
    }

    private static ProblemDetail problem(HttpStatus status, Rejection rejection, Optional<UUID> quarantine) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, rejection.reason());
        detail.setType(URI.create("urn:parcours:problem:" + rejection.code()));
        detail.setProperty("code", rejection.code());
        detail.setProperty("field", rejection.field());
        quarantine.ifPresent(id -> detail.setProperty("quarantine", id));
        return detail;
    }

    private static ResponseEntity<ProblemDetail> response(ProblemDetail detail) {
        return ResponseEntity.status(detail.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(detail);
    }
}
