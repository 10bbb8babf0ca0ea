package org.parcours.command.feeds.fhir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Errors that Tomcat finds before a request reaches the application, such as an invalid percent-encoding or a header that
 * is too long: under {@code /fhir} their body is an OperationOutcome instead of a page. Its format is JSON, since the
 * headers may not have been read.
 */
final class FhirErrorReportValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        if (response.getStatus() < 400
                || response.getContentWritten() > 0
                || !isUnderFhir(request)
                || !isWritable(response)
                || !response.setErrorReported()) {
            return;
        }
        FhirResponse answer = FhirHttpError.response(response.getStatus());
        String body = new String(ResponseFormat.DEFAULT.write(answer.outcome()), StandardCharsets.UTF_8);
        try {
            response.setContentType(ResponseFormat.DEFAULT.contentType());
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            Optional.ofNullable(response.getReporter()).orElseThrow().write(body);
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

    private static boolean isUnderFhir(Request request) {
        return FhirUrl.isUnderFhir(String.valueOf(request.getCoyoteRequest().requestURI()));
    }
}
