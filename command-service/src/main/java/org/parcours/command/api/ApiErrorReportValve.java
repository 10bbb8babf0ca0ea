package org.parcours.command.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * Errors that Tomcat finds before a request reaches the application, such as an invalid percent-encoding or a header that
 * is too long: under {@code /api} their body is a problem (RFC 9457) instead of a page.
 */
final class ApiErrorReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < HttpStatus.BAD_REQUEST.value()
                || response.getContentWritten() > 0
                || !isUnderApi(request)
                || !isWritable(response)
                || !response.setErrorReported()) {
            return;
        }
        String title = Optional.ofNullable(HttpStatus.resolve(response.getStatus()))
                .map(HttpStatus::getReasonPhrase)
                .orElse("Error");
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            Optional.ofNullable(response.getReporter())
                    .orElseThrow()
                    .write("{\"title\":\"%s\",\"status\":%d}".formatted(title, response.getStatus()));
            response.finishResponse();
        } catch (IOException | IllegalStateException _) {
            // The connection is closed: nobody reads the response.
        }
    }

    private static boolean isWritable(Response response) {
        AtomicBoolean allowed = new AtomicBoolean();
        response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
        return allowed.get();
    }

    private static boolean isUnderApi(Request request) {
        return String.valueOf(request.getCoyoteRequest().requestURI()).startsWith(ApiErrors.PATH);
    }
}
