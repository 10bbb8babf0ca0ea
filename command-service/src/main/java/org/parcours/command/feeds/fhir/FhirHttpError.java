package org.parcours.command.feeds.fhir;

import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.springframework.http.HttpStatus;

/** The response to an error that the servlet container or a library found: its status is all that is known. */
final class FhirHttpError {

    private FhirHttpError() {}

    static FhirResponse response(int status) {
        return switch (status) {
            case 413 -> FhirResponse.rejected(413, FhirRejectionCode.TOO_LARGE.at(""));
            case 503 -> FhirResponse.rejected(503, FhirRejectionCode.UNAVAILABLE.at(""));
            default -> {
                HttpStatus known = HttpStatus.resolve(status);
                String detail = status + (known == null ? "" : " " + known.getReasonPhrase());
                yield FhirResponse.rejected(
                        status, FhirHttpRejection.ofStatus(status).at("request", detail));
            }
        };
    }
}
