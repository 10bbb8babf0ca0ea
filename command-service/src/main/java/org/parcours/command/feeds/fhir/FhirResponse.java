package org.parcours.command.feeds.fhir;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.message.Rejection;

/**
 * A response before it is written in the format that the client requests.
 *
 * @param body an OperationOutcome, a Bundle or a CapabilityStatement; {@code Prefer: return=representation}: the resource
 * @param headers beside those of the body
 */
record FhirResponse(int status, Optional<Resource> body, Map<String, String> headers) {

    FhirResponse {
        headers = Map.copyOf(headers);
    }

    FhirResponse(int status, Resource body) {
        this(status, Optional.of(body), Map.of());
    }

    static FhirResponse rejected(int status, Rejection rejection) {
        return new FhirResponse(status, OperationOutcomeFactory.errors(List.of(rejection), Optional.empty()));
    }

    static FhirResponse rejected(FhirHttpRejection reason, String field, String detail) {
        return rejected(reason.status(), reason.at(field, detail));
    }

    FhirResponse with(String header, String value) {
        Map<String, String> extended = new LinkedHashMap<>(headers);
        extended.put(header, value);
        return new FhirResponse(status, body, extended);
    }

    FhirResponse withoutBody() {
        return new FhirResponse(status, Optional.empty(), headers);
    }

    FhirResponse withBody(Resource other) {
        return new FhirResponse(status, Optional.of(other), headers);
    }

    boolean isError() {
        return status >= 400;
    }

    OperationOutcome outcome() {
        return body.filter(OperationOutcome.class::isInstance)
                .map(OperationOutcome.class::cast)
                .orElseGet(OperationOutcome::new);
    }
}
