package org.parcours.command.intake.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.intake.Intake;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Refused;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Understanding;
import org.parcours.command.intake.Unmapped;
import org.parcours.command.store.StoreUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /api/facts}: one CloudEvent or a batch. Each event of a batch is taken by itself: a bad one goes to
 * quarantine and the others are recorded.
 *
 * <p>201 where anything new was recorded; 200 where all had been before, or are among refused ones; 422 where nothing
 * could be understood. 503 means that the whole request is to be sent again: what was recorded of it already will then
 * be a duplicate.
 */
@RestController
@RequestMapping("/api/facts")
public class FactsController {

    static final String CLOUD_EVENT = "application/cloudevents+json";
    static final String CLOUD_EVENTS = "application/cloudevents-batch+json";

    private static final Logger log = LoggerFactory.getLogger(FactsController.class);

    private final FactUnderstanding understanding;
    private final Intake intake;
    private final Refused refused;
    private final HttpProperties limits;

    FactsController(FactUnderstanding understanding, Intake intake, Refused refused, HttpProperties limits) {
        this.understanding = understanding;
        this.intake = intake;
        this.refused = refused;
        this.limits = limits;
    }

    @PostMapping(consumes = {CLOUD_EVENT, CLOUD_EVENTS, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<?> take(HttpServletRequest request) throws IOException {
        int limit = Math.toIntExact(limits.maxBody().toBytes());
        byte[] body = request.getInputStream().readNBytes(limit + 1);
        if (body.length > limit) {
            Refusal why = FactRefusals.TOO_LARGE.at("", "the limit is " + limit + " bytes");
            return problem(HttpStatus.CONTENT_TOO_LARGE, why, Optional.empty());
        }
        try {
            return taken(request, body);
        } catch (Unavailable e) {
            log.warn("rest unavailable reason={}", e.getMessage());
            return unavailable();
        }
    }

    private ResponseEntity<?> taken(HttpServletRequest request, byte[] body) {
        List<JsonNode> events;
        Received received;
        try {
            FactDocuments documents = understanding.documents();
            JsonNode tree = documents.tree(body);
            if (BinaryMode.is(request)) {
                received = new Received(CLOUD_EVENT, BinaryMode.structured(request, body));
                events = List.of(documents.tree(received.bytes));
            } else {
                received = new Received(tree.isArray() ? CLOUD_EVENTS : CLOUD_EVENT, body);
                events = documents.events(tree);
            }
        } catch (NotUnderstood e) {
            Sender unknown = new Sender("unknown", Optional.empty(), "rest");
            UUID quarantine = keep(unknown, contentType(request), body, e.refusal());
            return problem(HttpStatus.UNPROCESSABLE_CONTENT, e.refusal(), Optional.of(quarantine));
        }
        List<FactAnswer> answers = new ArrayList<>();
        for (JsonNode event : events) {
            answers.add(taken(event, received));
        }
        if (answers.stream().allMatch(answer -> answer.is("refused"))) {
            return refused(answers);
        }
        boolean news = answers.stream().anyMatch(answer -> answer.is("recorded"));
        return ResponseEntity.status(news ? HttpStatus.CREATED : HttpStatus.OK).body(answers);
    }

    private FactAnswer taken(JsonNode event, Received received) {
        try {
            return answer(event, understanding.understand(event), received);
        } catch (Unavailable e) {
            throw e;
        } catch (StoreUnavailable e) {
            throw new Unavailable(e.toString());
        } catch (RuntimeException e) {
            log.error("rest failed application={}", understanding.sender(event).application(), e);
            return answer(event, FactRefusals.INTERNAL.at(""), received);
        }
    }

    private FactAnswer answer(JsonNode event, Understanding understood, Received received) {
        return switch (understood) {
            case Report report ->
                switch (intake.take(report.kept(received.kept()))) {
                    case Intake.Outcome.Recorded recorded ->
                        FactAnswer.taken("recorded", recorded.receipts(), understanding.ignored(event));
                    case Intake.Outcome.Duplicate duplicate ->
                        FactAnswer.taken("duplicate", duplicate.receipts(), understanding.ignored(event));
                    case Intake.Outcome.TooLarge tooLarge -> refuse(event, tooLarge.refusal("data"));
                    case Intake.Outcome.Unavailable unavailable -> throw new Unavailable(unavailable.reason());
                };
            case Refusal why -> refuse(event, why);
            case Unmapped why -> throw new IllegalStateException("Every type of the catalogue is mapped: " + why);
        };
    }

    private FactAnswer refuse(JsonNode event, Refusal why) {
        byte[] raw = understanding.documents().bytes(event);
        return FactAnswer.refused(why, keep(understanding.sender(event), CLOUD_EVENT, raw, why));
    }

    private UUID keep(Sender sender, String contentType, byte[] raw, Refusal why) {
        log.warn("rest refused application={} code={} field={}", sender.application(), why.code(), why.field());
        try {
            return refused.keep(sender, contentType, raw, why);
        } catch (RuntimeException e) {
            log.error("rest quarantine cannot be written", e);
            throw new Unavailable("quarantine cannot be written");
        }
    }

    /** One refused event is a problem; several are one with each of them. */
    private static ResponseEntity<ProblemDetail> refused(List<FactAnswer> answers) {
        FactAnswer.Problem first = answers.getFirst().problem().orElseThrow();
        ProblemDetail detail =
                detail(HttpStatus.UNPROCESSABLE_CONTENT, new Refusal(first.code(), first.field(), first.detail()));
        detail.setProperty("quarantine", first.quarantine());
        if (answers.size() > 1) {
            detail.setProperty("events", answers);
        }
        return response(detail).body(detail);
    }

    private ResponseEntity<ProblemDetail> unavailable() {
        ProblemDetail detail = detail(HttpStatus.SERVICE_UNAVAILABLE, FactRefusals.UNAVAILABLE.at(""));
        return response(detail)
                .header("Retry-After", Long.toString(limits.retryAfter().toSeconds()))
                .body(detail);
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, Refusal why, Optional<UUID> quarantine) {
        ProblemDetail detail = detail(status, why);
        quarantine.ifPresent(id -> detail.setProperty("quarantine", id));
        return response(detail).body(detail);
    }

    private static ProblemDetail detail(HttpStatus status, Refusal why) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(status, why.reason());
        detail.setType(java.net.URI.create("urn:parcours:problem:" + why.code()));
        detail.setProperty("code", why.code());
        detail.setProperty("field", why.field());
        return detail;
    }

    private static ResponseEntity.BodyBuilder response(ProblemDetail detail) {
        return ResponseEntity.status(detail.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private static String contentType(HttpServletRequest request) {
        return Optional.ofNullable(request.getContentType()).orElse(CLOUD_EVENT);
    }

    /** What came in one request, kept once for all of its events. */
    private final class Received {

        private final String mediaType;
        private final byte[] bytes;
        private Optional<String> sha256 = Optional.empty();

        Received(String mediaType, byte[] bytes) {
            this.mediaType = mediaType;
            this.bytes = bytes;
        }

        String kept() {
            String hash = sha256.orElseGet(() -> understanding.keep(mediaType, bytes));
            sha256 = Optional.of(hash);
            return hash;
        }
    }

    /** Nothing more of this request can be answered but "send it again". */
    private static final class Unavailable extends RuntimeException {
        Unavailable(String reason) {
            super(reason, null, false, false);
        }
    }
}
