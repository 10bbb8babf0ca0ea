package org.parcours.command.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.multipart.MultipartException;

/**
 * Problem details (RFC 9457) for every other error under {@code /api}: an unknown address (404), another method (405),
 * another media type (415), a request that cannot be read (400), and a failure of Parcours (500), which is logged.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class ApiErrors {

    static final String PATH = "/api/";

    private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

    @ExceptionHandler
    ResponseEntity<ProblemDetail> error(Exception e, HttpServletRequest request) throws Exception {
        if (!request.getRequestURI().startsWith(PATH)) {
            throw e;
        }
        return switch (e) {
            case ErrorResponse known ->
                ResponseEntity.status(known.getStatusCode())
                        .headers(known.getHeaders())
                        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(known.getBody());
            case HttpMessageNotReadableException _, TypeMismatchException _, IOException _ ->
                problem(HttpStatus.BAD_REQUEST, "The request cannot be read");
            case MultipartException _ ->
                problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "No address accepts a multipart body");
            default -> {
                LOG.error("request failed", e);
                yield problem(HttpStatus.INTERNAL_SERVER_ERROR, "Internal error of Parcours; it is logged");
            }
        };
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String reason) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetail.forStatusAndDetail(status, reason));
    }
}
