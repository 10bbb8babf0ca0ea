package org.parcours.query.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.parcours.query.store.ViewStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.ModelAndView;

/** Turns expected exceptions into RFC 9457 problem details for programs and error pages for browsers. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class GlobalExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(GlobalExceptionHandler.class);

    private static final String RETRY_AFTER_SECONDS = "5";

    private final PageModelAdvice pageModel;

    GlobalExceptionHandler(PageModelAdvice pageModel) {
        this.pageModel = pageModel;
    }

    @ExceptionHandler
    Object invalidParameter(InvalidParameterException e, HttpServletRequest request, Locale locale) {
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "Invalid parameter " + e.parameter(), e.getMessage());
        problem.setProperty("parameter", e.parameter());
        return respond(problem, "badRequest", request, locale);
    }

    @ExceptionHandler
    Object typeMismatch(TypeMismatchException e, HttpServletRequest request, Locale locale) {
        String parameter = Optional.ofNullable(e.getPropertyName()).orElse("");
        return invalidParameter(
                new InvalidParameterException(parameter, "The value has the wrong type"), request, locale);
    }

    @ExceptionHandler
    Object unknownPatient(UnknownPatientException e, HttpServletRequest request, Locale locale) {
        return respond(
                problem(HttpStatus.NOT_FOUND, "Unknown patient", e.getMessage()), "unknownPatient", request, locale);
    }

    @ExceptionHandler
    Object tooManyEvents(TooManyEventsException e, HttpServletRequest request, Locale locale) {
        ProblemDetail problem =
                problem(HttpStatus.UNPROCESSABLE_CONTENT, "Too many events to replay a past state", e.getMessage());
        problem.setProperty("events", e.events());
        problem.setProperty("limit", e.limit());
        return respond(problem, "tooManyEvents", request, locale);
    }

    /** The database of the views is unavailable or too slow. */
    @ExceptionHandler
    Object viewsUnavailable(ViewStoreException e, HttpServletRequest request, Locale locale) {
        LOG.warn("views unavailable: {}", e.getMessage());
        return respond(unavailable("The views are unavailable"), "viewsUnavailable", request, locale);
    }

    @ExceptionHandler
    Object commandServiceUnavailable(ResourceAccessException e, HttpServletRequest request, Locale locale) {
        LOG.warn("command-service unavailable: {}", e.getMessage());
        return respond(unavailable("command-service is unavailable"), "commandUnavailable", request, locale);
    }

    /** Errors raised by Spring MVC: unknown path, wrong method, too many streams. */
    @ExceptionHandler({ServletException.class, ErrorResponseException.class})
    Object springError(Exception e, HttpServletRequest request, Locale locale) throws Exception {
        if (!(e instanceof ErrorResponse response)) {
            throw e;
        }
        String errorKey =
                switch (response.getStatusCode().value()) {
                    case 404 -> "pageNotFound";
                    case 400 -> "badRequest";
                    case 410 -> "documentMissing";
                    case 502 -> "documentChanged";
                    default -> "other";
                };
        return respond(response.getBody(), errorKey, request, locale);
    }

    private static ProblemDetail unavailable(String detail) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "Try again in a moment", detail);
    }

    private static ProblemDetail problem(HttpStatus status, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        return problem;
    }

    private Object respond(ProblemDetail problem, String errorKey, HttpServletRequest request, Locale locale) {
        if (acceptsHtml(request)) {
            if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
                retryLater();
            }
            Map<String, Object> model = Map.of(
                    "errorKey", errorKey,
                    "path", request.getRequestURI(),
                    "uiText", pageModel.uiText(locale),
                    "projectionStatus", pageModel.projectionStatus(locale));
            return new ModelAndView("error", model, HttpStatus.valueOf(problem.getStatus()));
        }
        ResponseEntity.BodyBuilder response = ResponseEntity.status(problem.getStatus());
        if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }

    private static void retryLater() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                && attributes.getResponse() != null) {
            attributes.getResponse().setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
    }

    /** Browsers name HTML; a client that accepts anything gets problem details, as does any API request. */
    private static boolean acceptsHtml(HttpServletRequest request) {
        String accept =
                Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT)).orElse("");
        return accept.contains(MediaType.TEXT_HTML_VALUE)
                && !request.getRequestURI().startsWith("/api/");
    }
}
