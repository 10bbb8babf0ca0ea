package org.parcours.query.web;

import com.mongodb.MongoException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** Expected errors: RFC 9457 for programs, a page for people. */
@ControllerAdvice
final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    Object badParameter(BadParameter e, HttpServletRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, e.getMessage());
        problem.setTitle("The parameter " + e.parameter() + " cannot be understood");
        problem.setProperty("parameter", e.parameter());
        return answer(problem, HttpStatus.BAD_REQUEST, request);
    }

    @ExceptionHandler
    Object unknownPatient(UnknownPatient e, HttpServletRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
        problem.setTitle("Unknown patient");
        return answer(problem, HttpStatus.NOT_FOUND, request);
    }

    /** MongoDB cannot be reached, or not in time. */
    @ExceptionHandler
    Object viewsUnavailable(MongoException e, HttpServletRequest request) {
        log.warn("views unavailable: {}", e.getClass().getSimpleName());
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "The views cannot be read now");
        problem.setTitle("Try again in a moment");
        return answer(problem, HttpStatus.SERVICE_UNAVAILABLE, request);
    }

    private static Object answer(ProblemDetail problem, HttpStatusCode status, HttpServletRequest request) {
        if (request.getRequestURI().startsWith("/api/")) {
            ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
            if (status.isSameCodeAs(HttpStatus.SERVICE_UNAVAILABLE)) {
                answer.header("Retry-After", "5");
            }
            return answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
        }
        return new ModelAndView("error", Map.of("status", status.value()), status);
    }
}
