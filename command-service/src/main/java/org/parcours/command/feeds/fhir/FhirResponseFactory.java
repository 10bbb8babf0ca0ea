package org.parcours.command.feeds.fhir;

import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.feeds.fhir.FhirRequest.Prefer;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;

/** Creates the FHIR response to a message: a Bundle of responses, or an OperationOutcome. */
final class FhirResponseFactory {

    private FhirResponseFactory() {}

    static FhirResponse create(FhirRequest request, Kind kind, List<ProcessedEntry> entries) {
        return switch (kind) {
            case SINGLE -> singleResponse(request, entries.getFirst());
            case TRANSACTION -> bundleResponse(request, BundleType.TRANSACTIONRESPONSE, entries);
            case BATCH, COLLECTION, DOCUMENT, SEARCHSET, HISTORY ->
                bundleResponse(request, BundleType.BATCHRESPONSE, entries);
            case MESSAGE -> messageResponse(entries);
        };
    }

    private static FhirResponse singleResponse(FhirRequest request, ProcessedEntry only) {
        ResourceVersion version = ResourceVersion.of(only.entry());
        OperationOutcome outcome = only.outcome();
        if (request.entry()
                .ifMatch()
                .filter(base -> !base.matches("[0-9]{1,18}"))
                .isPresent()) {
            outcome.addIssue(OperationOutcomeFactory.warning(
                            IssueType.NOTSUPPORTED, "ignored: only versions that are numbers have an order")
                    .addLocation("http.If-Match"));
        }
        FhirResponse response = version.addTo(new FhirResponse(only.status(), outcome), request.base());
        return switch (request.prefer()) {
            case MINIMAL -> response.isError() ? response : response.withoutBody();
            case REPRESENTATION -> resource(only).map(response::withBody).orElse(response);
            case OPERATION_OUTCOME -> response;
        };
    }

    private static FhirResponse bundleResponse(FhirRequest request, BundleType type, List<ProcessedEntry> entries) {
        Bundle response = new Bundle().setType(type);
        for (ProcessedEntry each : entries) {
            BundleEntryComponent entry = response.addEntry();
            BundleEntryResponseComponent part = entry.getResponse().setStatus(statusLine(each.status()));
            if (!each.isRejected()) {
                ResourceVersion version = ResourceVersion.of(each.entry());
                version.location().ifPresent(part::setLocation);
                version.etag().ifPresent(part::setEtag);
                version.lastModified().map(Date::from).ifPresent(part::setLastModified);
                if (request.prefer() == Prefer.REPRESENTATION) {
                    resource(each).ifPresent(entry::setResource);
                }
            }
            if (each.isRejected() || request.prefer() != Prefer.MINIMAL) {
                part.setOutcome(each.outcome());
            }
        }
        return new FhirResponse(200, response);
    }

    private static String statusLine(int status) {
        return switch (status) {
            case 200 -> "200 OK";
            case 201 -> "201 Created";
            case 412 -> "412 Precondition Failed";
            default -> "422 Unprocessable Entity";
        };
    }

    /** FHIR R4, 2.4.3: the response to a message is a message whose header refers to the details. */
    private static FhirResponse messageResponse(List<ProcessedEntry> entries) {
        String details = "urn:uuid:" + UUID.randomUUID();
        MessageHeader header = new MessageHeader();
        requestHeader(entries).ifPresent(sent -> {
            header.setEvent(sent.getEvent());
            header.getResponse().setIdentifier(sent.getIdElement().getIdPart());
        });
        header.getSource().setEndpoint("urn:parcours:command-service");
        header.getResponse().setCode(ResponseType.OK).setDetails(new Reference(details));
        Bundle response = new Bundle().setType(BundleType.MESSAGE).setTimestamp(new Date());
        response.addEntry().setFullUrl("urn:uuid:" + UUID.randomUUID()).setResource(header);
        response.addEntry().setFullUrl(details).setResource(outcomes(entries));
        return new FhirResponse(200, response);
    }

    private static Optional<MessageHeader> requestHeader(List<ProcessedEntry> entries) {
        return entries.stream()
                .filter(each -> each.entry().resource("MessageHeader").isPresent())
                .findFirst()
                .flatMap(FhirResponseFactory::resource)
                .filter(MessageHeader.class::isInstance)
                .map(MessageHeader.class::cast);
    }

    private static Optional<Resource> resource(ProcessedEntry accepted) {
        byte[] bytes = accepted.entry().bytes();
        return FhirResourceCodec.detect(bytes).readLeniently(bytes);
    }

    /** The issues of all entries in one OperationOutcome, each with the path of its entry. */
    static OperationOutcome outcomes(List<ProcessedEntry> entries) {
        OperationOutcome all = new OperationOutcome();
        for (ProcessedEntry each : entries) {
            for (OperationOutcomeIssueComponent issue : each.outcome().getIssue()) {
                if (!issue.hasExpression()) {
                    issue.addExpression(each.entry().path());
                }
                all.addIssue(issue);
            }
        }
        return all;
    }
}
