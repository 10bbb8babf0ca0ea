package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.parcours.command.intake.fhir.ParsedFhirMessage;
import org.parcours.command.intake.fhir.ParsedFhirMessage.EntryResult;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.ResourceEntry;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.EventReceipt;

/** Creates the FHIR response to a message: a Bundle of responses, or an OperationOutcome. */
final class FhirResponseFactory {

    private FhirResponseFactory() {}

    static FhirResponse create(
            ParsedFhirMessage result,
            boolean recorded,
            List<EventReceipt> receipts,
            Map<ResourceEntry, UUID> quarantined) {
        return switch (result.message().kind()) {
            case SINGLE -> singleResponse(result.entries().getFirst(), recorded, receipts);
            case TRANSACTION -> bundleResponse(BundleType.TRANSACTIONRESPONSE, result, recorded, quarantined);
            case BATCH, COLLECTION, DOCUMENT, SEARCHSET, HISTORY ->
                bundleResponse(BundleType.BATCHRESPONSE, result, recorded, quarantined);
            case MESSAGE -> messageResponse(result, recorded, receipts);
        };
    }

    private static FhirResponse singleResponse(EntryResult only, boolean recorded, List<EventReceipt> receipts) {
        return new FhirResponse(
                recorded ? 201 : 200,
                only.mapping() instanceof ParsedFhirMessage.UnsupportedEntry
                        ? unsupportedOutcome(only.entry())
                        : receiptOutcome(recorded, receipts));
    }

    private static OperationOutcome receiptOutcome(boolean recorded, List<EventReceipt> receipts) {
        List<Long> positions = receipts.stream().map(EventReceipt::position).toList();
        String range =
                positions.isEmpty() ? "" : " at positions " + positions.getFirst() + " to " + positions.getLast();
        return OperationOutcomeFactory.information((recorded ? "recorded" : "duplicate") + range);
    }

    private static FhirResponse messageResponse(
            ParsedFhirMessage result, boolean recorded, List<EventReceipt> receipts) {
        Bundle response = new Bundle().setType(BundleType.MESSAGE);
        MessageHeader header = new MessageHeader();
        result.entries().stream()
                .flatMap(each -> each.entry().resource("MessageHeader").stream())
                .findFirst()
                .ifPresent(request -> {
                    FhirElement event = request.child("event");
                    header.setEvent(new Coding(
                            event.text("system").orElse(null),
                            event.text("code").orElse(null),
                            null));
                    request.text("id").ifPresent(header.getResponse()::setIdentifier);
                });
        header.getSource().setEndpoint("urn:parcours:command-service");
        header.getResponse().setCode(ResponseType.OK);
        response.addEntry().setResource(header);
        response.addEntry().setResource(receiptOutcome(recorded, receipts));
        return new FhirResponse(200, response);
    }

    private static FhirResponse bundleResponse(
            BundleType type, ParsedFhirMessage result, boolean recorded, Map<ResourceEntry, UUID> quarantined) {
        Bundle response = new Bundle().setType(type);
        for (EntryResult each : result.entries()) {
            BundleEntryComponent entry = response.addEntry();
            switch (each.mapping()) {
                case ParsedFhirMessage.MappedEntry _, ParsedFhirMessage.ContainedEntry _ -> {
                    entry.getResponse().setStatus(recorded ? "201 Created" : "200 OK");
                    location(each.entry()).ifPresent(entry.getResponse()::setLocation);
                }
                case ParsedFhirMessage.UnsupportedEntry _ ->
                    entry.getResponse().setStatus("200 OK").setOutcome(unsupportedOutcome(each.entry()));
                case ParsedFhirMessage.RejectedEntry(Rejection rejection) ->
                    entry.getResponse()
                            .setStatus("422 Unprocessable Entity")
                            .setOutcome(OperationOutcomeFactory.errors(
                                    List.of(rejection), Optional.ofNullable(quarantined.get(each.entry()))));
            }
        }
        return new FhirResponse(200, response);
    }

    private static Optional<String> location(ResourceEntry entry) {
        return entry.resource().flatMap(resource -> resource.text("id").map(id -> resource.typeName() + "/" + id));
    }

    private static OperationOutcome unsupportedOutcome(ResourceEntry entry) {
        return OperationOutcomeFactory.information(
                FhirRejectionCode.unsupported(entry.path()).asRejection());
    }
}
