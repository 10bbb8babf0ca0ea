package org.parcours.command.api.quarantine;

import java.net.URI;
import java.util.Locale;
import org.parcours.command.api.quarantine.ResubmissionService.Result;
import org.parcours.command.http.RequestLimiter;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.Outcome;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

/** The responses to a resubmission that recorded nothing: problem details (RFC 9457). */
final class ResubmissionProblems {

    private ResubmissionProblems() {}

    static ResponseEntity<ProblemDetail> of(Result.AlreadyResubmitted earlier) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "The message was already resubmitted with other content");
        problem.setType(URI.create("urn:parcours:problem:already-resubmitted"));
        problem.setProperty("by", earlier.by());
        problem.setProperty("at", earlier.at());
        return response(problem);
    }

    static ResponseEntity<ProblemDetail> of(Outcome.Rejected rejected) {
        Rejection rejection = rejected.rejection();
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, rejection.reason());
        problem.setType(URI.create("urn:parcours:problem:" + rejection.code().toLowerCase(Locale.ROOT)));
        problem.setProperty("code", rejection.code());
        problem.setProperty("field", rejection.field());
        problem.setProperty("quarantine", rejected.quarantineId());
        return response(problem);
    }

    static ResponseEntity<ProblemDetail> failed(String reason) {
        return response(ProblemDetail.forStatusAndDetail(HttpStatus.INTERNAL_SERVER_ERROR, reason));
    }

    static ResponseEntity<ProblemDetail> tooLarge(long limit) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.CONTENT_TOO_LARGE, "The request is too large: the limit is " + limit + " bytes");
        problem.setType(URI.create("urn:parcours:problem:too-large"));
        return response(problem);
    }

    static ResponseEntity<ProblemDetail> unreadable(RequestLimiter.Unreadable unreadable) {
        return response(ProblemDetail.forStatusAndDetail(HttpStatus.valueOf(unreadable.status()), unreadable.reason()));
    }

    static ResponseEntity<ProblemDetail> unavailable(String reason, QuarantineProperties properties) {
        String seconds = Long.toString(properties.retryAfter().toSeconds());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, seconds)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, reason));
    }

    private static ResponseEntity<ProblemDetail> response(ProblemDetail problem) {
        return ResponseEntity.status(problem.getStatus())
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
