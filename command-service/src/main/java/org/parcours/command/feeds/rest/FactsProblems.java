package org.parcours.command.feeds.rest;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.parcours.command.http.RequestLimiter;
import org.parcours.command.intake.cloudevents.CloudEventParser;
import org.parcours.command.intake.cloudevents.CloudEventRejectionCode;
import org.parcours.command.message.Rejection;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** The responses of {@code POST /api/facts} that record nothing: problem details (RFC 9457). */
final class FactsProblems {

    /** W3C Linked Data Platform, §7.1. */
    private static final String ACCEPT_POST = "Accept-Post";

    private static final String SUPPORTED = String.join(
            ", ", CloudEventParser.CONTENT_TYPE, FactsController.BATCH_CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);

    private FactsProblems() {}

    /** The problem of the rejected event; for several, the problem of the first one and a list of all. */
    static ResponseEntity<ProblemDetail> rejected(List<FactResult> results) {
        FactResult.Problem first = results.getFirst().problem().orElseThrow();
        ProblemDetail detail = problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                new Rejection(first.code(), first.field(), first.detail()),
                Optional.of(first.quarantine()));
        first.path().ifPresent(path -> detail.setProperty("path", path));
        if (results.size() > 1) {
            detail.setProperty("events", results);
        }
        return response(detail);
    }

    static ResponseEntity<ProblemDetail> tooLarge(long limit) {
        Rejection rejection = CloudEventRejectionCode.TOO_LARGE.at("", "the limit is " + limit + " bytes");
        return response(problem(HttpStatus.CONTENT_TOO_LARGE, rejection, Optional.empty()));
    }

    /** @param found what is not supported */
    static ResponseEntity<ProblemDetail> unsupportedMediaType(String found) {
        Rejection rejection = CloudEventRejectionCode.UNSUPPORTED_MEDIA_TYPE.at("Content-Type", found);
        return ResponseEntity.status(HttpStatus.UNSUPPORTED_MEDIA_TYPE)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(ACCEPT_POST, SUPPORTED)
                .body(problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, rejection, Optional.empty()));
    }

    static ResponseEntity<ProblemDetail> unavailable(Duration retryAfter) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .header(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()))
                .body(problem(
                        HttpStatus.SERVICE_UNAVAILABLE, CloudEventRejectionCode.UNAVAILABLE.at(""), Optional.empty()));
    }

    static ResponseEntity<ProblemDetail> unreadable(RequestLimiter.Unreadable unreadable) {
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
