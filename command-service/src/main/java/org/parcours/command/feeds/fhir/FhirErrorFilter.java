package org.parcours.command.feeds.fhir;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.Set;
import org.parcours.command.http.ContentType;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes an OperationOutcome of every error under {@code /fhir} that a library would answer with a page of its own, and
 * rejects forms before a library consumes their body.
 */
final class FhirErrorFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(FhirErrorFilter.class);

    private static final Set<String> METHODS_WITH_BODY = Set.of("POST", "PUT");

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            writeContainerError(request, response, chain);
            return;
        }
        try {
            if (METHODS_WITH_BODY.contains(request.getMethod())) {
                requireOneContentType(request);
                FhirBodyReader.requireFhir(ContentType.of(request.getHeader("Content-Type")));
            }
            chain.doFilter(request, new ErrorResponse(request, response));
        } catch (RejectedRequestException e) {
            write(e.response(), request, response);
        } catch (IOException e) {
            // The client is gone, as a rule; otherwise its request broke off.
            LOG.debug("request broke off", e);
            write(FhirHttpError.response(400), request, response);
        } catch (ServletException | RuntimeException | StackOverflowError e) {
            LOG.error("request failed", e);
            write(FhirResponse.rejected(500, FhirRejectionCode.INTERNAL.at("")), request, response);
        }
    }

    /** Two would be read by one of them, whichever it is (RFC 9110, 8.3). */
    private static void requireOneContentType(HttpServletRequest request) {
        if (Collections.list(request.getHeaders("Content-Type")).size() > 1) {
            throw new RejectedRequestException(FhirHttpRejection.INVALID_URL, "Content-Type", "stated twice");
        }
    }

    /** The container found it before the application, and dispatches it to Spring's page of errors. */
    private static void writeContainerError(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (FhirUrl.isUnderFhir(String.valueOf(request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI)))) {
            write(FhirHttpError.response(response.getStatus()), request, response);
        } else {
            chain.doFilter(request, response);
        }
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.REQUEST && !FhirUrl.isUnderFhir(request.getRequestURI());
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static void write(FhirResponse answer, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        ResponseFormat format = ResponseFormat.requestedOrDefault(request);
        byte[] body = format.write(answer.outcome());
        response.resetBuffer();
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setContentType(format.contentType());
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Of the servlet container and of Spring: they leave the body of an error to a page of errors. */
    private static final class ErrorResponse extends HttpServletResponseWrapper {

        private final HttpServletRequest request;

        private ErrorResponse(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public void sendError(int status) throws IOException {
            write(FhirHttpError.response(status), request, (HttpServletResponse) getResponse());
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
