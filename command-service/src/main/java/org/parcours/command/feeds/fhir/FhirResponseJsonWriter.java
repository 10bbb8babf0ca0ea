package org.parcours.command.feeds.fhir;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes the usual answers in JSON as HAPI does, which takes several times as long: an OperationOutcome, and a Bundle with one
 * for each entry. The answer to a Bundle has thousands of them.
 */
final class FhirResponseJsonWriter {

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonGenerator json;

    private FhirResponseJsonWriter(JsonGenerator json) {
        this.json = json;
    }

    /** Empty for any other resource, and for a Bundle that contains one. */
    static Optional<byte[]> write(Resource resource) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            switch (resource) {
                case OperationOutcome outcome -> new FhirResponseJsonWriter(json).outcome(outcome);
                case Bundle bundle when consistsOfResponses(bundle) -> new FhirResponseJsonWriter(json).bundle(bundle);
                default -> {
                    return Optional.empty();
                }
            }
        }
        return Optional.of(bytes.toByteArray());
    }

    private static boolean consistsOfResponses(Bundle bundle) {
        return !bundle.hasTimestamp()
                && bundle.getEntry().stream()
                        .allMatch(entry -> entry.hasResponse()
                                && !entry.hasResource()
                                && !entry.hasFullUrl()
                                && (entry.getResponse().getOutcome() == null
                                        || entry.getResponse().getOutcome() instanceof OperationOutcome));
    }

    private void bundle(Bundle bundle) {
        json.writeStartObject();
        json.writeStringProperty("resourceType", "Bundle");
        json.writeStringProperty("type", bundle.getType().toCode());
        if (bundle.hasEntry()) {
            json.writeArrayPropertyStart("entry");
            for (BundleEntryComponent entry : bundle.getEntry()) {
                json.writeStartObject();
                response(entry.getResponse());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void response(BundleEntryResponseComponent response) {
        json.writeObjectPropertyStart("response");
        text("status", response.getStatus());
        text("location", response.getLocation());
        text("etag", response.getEtag());
        text("lastModified", response.getLastModifiedElement().getValueAsString());
        if (response.hasOutcome() && response.getOutcome() instanceof OperationOutcome outcome) {
            json.writeName("outcome");
            outcome(outcome);
        }
        json.writeEndObject();
    }

    private void outcome(OperationOutcome outcome) {
        json.writeStartObject();
        json.writeStringProperty("resourceType", "OperationOutcome");
        if (outcome.hasIssue()) {
            json.writeArrayPropertyStart("issue");
            outcome.getIssue().forEach(this::issue);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private void issue(OperationOutcomeIssueComponent issue) {
        json.writeStartObject();
        if (issue.hasExtension()) {
            json.writeArrayPropertyStart("extension");
            issue.getExtension().forEach(this::extension);
            json.writeEndArray();
        }
        json.writeStringProperty("severity", issue.getSeverity().toCode());
        json.writeStringProperty("code", issue.getCode().toCode());
        if (issue.hasDetails()) {
            json.writeObjectPropertyStart("details");
            json.writeArrayPropertyStart("coding");
            issue.getDetails().getCoding().forEach(this::coding);
            json.writeEndArray();
            json.writeEndObject();
        }
        text("diagnostics", issue.getDiagnostics());
        texts("location", issue.getLocation());
        texts("expression", issue.getExpression());
        json.writeEndObject();
    }

    private void extension(Extension extension) {
        json.writeStartObject();
        text("url", extension.getUrl());
        text("valueUuid", extension.getValue().primitiveValue());
        json.writeEndObject();
    }

    private void coding(Coding coding) {
        json.writeStartObject();
        text("system", coding.getSystem());
        text("code", coding.getCode());
        json.writeEndObject();
    }

    private void texts(String name, List<StringType> texts) {
        if (!texts.isEmpty()) {
            json.writeArrayPropertyStart(name);
            texts.forEach(text -> json.writeString(text.getValue()));
            json.writeEndArray();
        }
    }

    private void text(String name, String value) {
        Optional.ofNullable(value)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> json.writeStringProperty(name, text));
    }
}
