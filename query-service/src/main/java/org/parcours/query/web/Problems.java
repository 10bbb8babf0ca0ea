package org.parcours.query.web;

import com.mongodb.MongoException;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import org.springframework.web.servlet.ModelAndView;

/** Expected errors: RFC 9457 for programs, a page for people. */
@ControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private final PageModel page;

    Problems(PageModel page) {
        this.page = page;
    }

    @ExceptionHandler
    Object badParameter(BadParameter e, HttpServletRequest request, Locale locale) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
        problem.setTitle("The parameter " + e.parameter() + " cannot be understood");
        problem.setProperty("parameter", e.parameter());
        return answer(problem, "badQuestion", request, locale);
    }

    @ExceptionHandler
    Object wrongType(TypeMismatchException e, HttpServletRequest request, Locale locale) {
        String parameter = Optional.ofNullable(e.getPropertyName()).orElse("");
        return badParameter(new BadParameter(parameter, "It is of another type"), request, locale);
    }

    @ExceptionHandler
    Object unknownPatient(UnknownPatient e, HttpServletRequest request, Locale locale) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
        problem.setTitle("Unknown patient");
        return answer(problem, "unknownPatient", request, locale);
    }

    /** MongoDB cannot be reached, or not in time. */
    @ExceptionHandler
    Object viewsUnavailable(MongoException e, HttpServletRequest request, Locale locale) {
        log.warn("views unavailable: {}", e.getClass().getSimpleName());
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "The views cannot be read now");
        problem.setTitle("Try again in a moment");
        return answer(problem, "other", request, locale);
    }

    /** command-service, whose answer a page of the operations shows, does not answer. */
    @ExceptionHandler
    Object commandServiceAway(ResourceAccessException e, HttpServletRequest request, Locale locale) {
        log.warn("command-service does not answer: {}", e.getMessage());
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "command-service does not answer");
        problem.setTitle("Try again in a moment");
        return answer(problem, "commandAway", request, locale);
    }

    /** What Spring refuses by itself: an unknown address, another method, one stream too many. */
    @ExceptionHandler({ServletException.class, ErrorResponseException.class})
    Object refused(Exception e, HttpServletRequest request, Locale locale) throws Exception {
        if (!(e instanceof ErrorResponse refused)) {
            throw e;
        }
        String what =
                switch (refused.getStatusCode().value()) {
                    case 404 -> "noPage";
                    case 400 -> "badQuestion";
                    default -> "other";
                };
        return answer(refused.getBody(), what, request, locale);
    }

    private Object answer(ProblemDetail problem, String what, HttpServletRequest request, Locale locale) {
        if (isFromAPerson(request)) {
            Map<String, Object> model = Map.of(
                    "what", what,
                    "path", request.getRequestURI(),
                    "words", page.words(locale),
                    "upToDate", page.upToDate(locale));
            return new ModelAndView("error", model, HttpStatus.valueOf(problem.getStatus()));
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(problem.getStatus());
        if (problem.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value()) {
            answer.header(HttpHeaders.RETRY_AFTER, "5");
        }
        return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
    }

    /** Browsers say that they want HTML; programs that ask for anything at all get what programs read. */
    private static boolean isFromAPerson(HttpServletRequest request) {
        String accepted =
                Optional.ofNullable(request.getHeader(HttpHeaders.ACCEPT)).orElse("");
        return accepted.contains(MediaType.TEXT_HTML_VALUE)
                && !request.getRequestURI().startsWith("/api/");
    }
}
