package org.parcours.command.feeds.fhir;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.ParsedFhirMessage;
import org.parcours.command.intake.fhir.ReceivedFhirMessage;
import org.parcours.command.intake.fhir.resource.FhirRejectionCode;
import org.parcours.command.intake.fhir.resource.ResourceEntry;
import org.parcours.command.message.Rejection;
import org.parcours.command.processing.EventReceipt;
import org.parcours.command.processing.MessageProcessor;
import org.parcours.command.processing.Outcome;
import org.parcours.command.processing.Outcome.Quarantined;
import org.parcours.command.processing.SubmissionContext;

/**
 * Processes a request and creates the response to its outcome. A transaction, a message and a single resource are
 * recorded or rejected as a whole. The valid entries of a batch and a collection are recorded; each rejected entry goes
 * to quarantine with the patients of the same Bundle.
 */
record FhirRequestHandler(FhirMessageParser parser, MessageProcessor processor) {

    /** @param body an OperationOutcome or a Bundle */
    record Response(int status, Resource body) {}

    /**
     * @param source the source application that the request names
     * @param address the resource type, or type and id, in the URL of the request
     */
    Response handle(byte[] bytes, Optional<String> source, Optional<String> address) {
        ReceivedFhirMessage message = parser.receive(bytes, source, address);
        return switch (processor.process(message, SubmissionContext.NONE)) {
            case Outcome.Recorded(var receipts, var rejected, var _) ->
                acceptedResponse(message, true, receipts, rejected);
            case Outcome.Duplicate(var receipts, var rejected, var _) ->
                acceptedResponse(message, false, receipts, rejected);
            case Outcome.Unsupported _ -> acceptedResponse(message, false, List.of(), List.of());
            case Outcome.Rejected rejected -> rejectedResponse(message, rejected);
            case Outcome.Unavailable _ -> FhirResponseFactory.rejected(503, FhirRejectionCode.UNAVAILABLE.at(""));
        };
    }

    private static Response acceptedResponse(
            ReceivedFhirMessage message, boolean recorded, List<EventReceipt> receipts, List<Quarantined> rejected) {
        ParsedFhirMessage result = message.result().orElseThrow();
        return FhirResponseFactory.create(result, recorded, receipts, quarantineIds(result, rejected));
    }

    /** The quarantine ids of the rejected entries; {@code rejected} is in the order of the entries. */
    private static Map<ResourceEntry, UUID> quarantineIds(ParsedFhirMessage result, List<Quarantined> rejected) {
        Map<ResourceEntry, UUID> ids = new HashMap<>();
        Iterator<Quarantined> next = rejected.iterator();
        result.entries().stream()
                .filter(each -> each.mapping() instanceof ParsedFhirMessage.RejectedEntry)
                .filter(_ -> next.hasNext())
                .forEach(each -> ids.put(each.entry(), next.next().id()));
        return ids;
    }

    private static Response rejectedResponse(ReceivedFhirMessage message, Outcome.Rejected rejected) {
        Optional<UUID> quarantineId = Optional.of(rejected.quarantineId());
        if (message.result().isEmpty()) {
            return new Response(400, FhirResponseFactory.outcome(List.of(rejected.rejection()), quarantineId));
        }
        ParsedFhirMessage result = message.result().get();
        if (result.message().kind().hasIndependentEntries() && result.facts().isEmpty()) {
            return acceptedResponse(message, false, List.of(), rejected.parts());
        }
        List<Rejection> rejections = result.rejections().contains(rejected.rejection())
                ? result.rejections()
                : List.of(rejected.rejection());
        return new Response(422, FhirResponseFactory.outcome(rejections, quarantineId));
    }
}
