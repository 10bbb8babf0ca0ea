package org.parcours.command.feeds.fhir;

/** The request is answered with this response; its body is not processed. */
final class RejectedRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient FhirResponse response;

    RejectedRequestException(FhirHttpRejection reason, String field, String detail) {
        this(FhirResponse.rejected(reason, field, detail));
    }

    RejectedRequestException(FhirResponse response) {
        // Without a stack trace: the response says all.
        super("HTTP " + response.status(), null, false, false);
        this.response = response;
    }

    FhirResponse response() {
        return response;
    }
}
