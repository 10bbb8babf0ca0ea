package org.parcours.query.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
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

    private static Object answer(ProblemDetail problem, HttpStatusCode status, HttpServletRequest request) {
        if (request.getRequestURI().startsWith("/api/")) {
            return ResponseEntity.status(status)
                    .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                    .body(problem);
        }
        return new ModelAndView("error", Map.of("status", status.value()), status);
    }
}
