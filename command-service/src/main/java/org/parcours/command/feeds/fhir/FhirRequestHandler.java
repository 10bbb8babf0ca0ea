package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.parcours.command.feeds.fhir.ProcessedEntries.FactEffects;
import org.parcours.command.feeds.fhir.ProcessedEntry.Effect;
import org.parcours.command.intake.fhir.FhirMessageParser;
import org.parcours.command.intake.fhir.ParsedFhirMessage;
import org.parcours.command.intake.fhir.ReceivedFhirMessage;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.ParseResult;
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
 *
 * @param validator a parser that stores no documents
 */
record FhirRequestHandler(FhirMessageParser parser, FhirMessageParser validator, MessageProcessor processor) {

    /** The effect of the facts of a message without facts. */
    private static final Effect NOTHING = new ProcessedEntry.NothingRecorded("the message has no facts");

    FhirResponse handle(byte[] bytes, FhirRequest request) {
        ReceivedFhirMessage message = parser.receive(bytes, request.source(), request.address(), request.entry());
        return switch (processor.process(message, SubmissionContext.NONE)) {
            case Outcome.Recorded(var receipts, var rejected, var facts) ->
                response(
                        request,
                        message,
                        rejected,
                        new ReceiptEffects(facts, new ProcessedEntry.Recorded(positions(receipts))));
            case Outcome.Duplicate(var receipts, var rejected, var facts) ->
                response(
                        request,
                        message,
                        rejected,
                        new ReceiptEffects(facts, new ProcessedEntry.Duplicate(positions(receipts))));
            case Outcome.Unsupported _ -> response(request, message, List.of(), _ -> NOTHING);
            case Outcome.Rejected rejected -> rejectedResponse(request, message, rejected);
            case Outcome.Unavailable _ -> FhirResponse.rejected(503, FhirRejectionCode.UNAVAILABLE.at(""));
        };
    }

    /** {@code $validate}: what {@link #handle} would find; nothing is recorded, stored or kept in quarantine. */
    FhirResponse validate(byte[] bytes, FhirRequest request) {
        ReceivedFhirMessage message = validator.receive(
                ValidateParameters.resourceOf(bytes), request.source(), request.address(), request.entry());
        ParseResult parsed = processor.parse(message);
        if (message.result().isEmpty()) {
            Rejection rejection = parsed instanceof Rejection why ? why : FhirRejectionCode.INTERNAL.at("");
            return new FhirResponse(200, OperationOutcomeFactory.errors(List.of(rejection), Optional.empty()));
        }
        ParsedFhirMessage result = message.result().get();
        OperationOutcome outcome =
                FhirResponseFactory.outcomes(ProcessedEntries.of(result, List.of(), _ -> new ProcessedEntry.Valid()));
        if (outcome.getIssue().isEmpty()) {
            outcome = OperationOutcomeFactory.information("valid: the Bundle has no entry");
        }
        return new FhirResponse(200, outcome);
    }

    private static FhirResponse response(
            FhirRequest request, ReceivedFhirMessage message, List<Quarantined> rejected, FactEffects effects) {
        ParsedFhirMessage result = message.result().orElseThrow();
        return FhirResponseFactory.create(
                request, result.message().kind(), ProcessedEntries.of(result, rejected, effects));
    }

    private static List<Long> positions(List<EventReceipt> receipts) {
        return receipts.stream().map(EventReceipt::position).toList();
    }

    private static FhirResponse rejectedResponse(
            FhirRequest request, ReceivedFhirMessage message, Outcome.Rejected rejected) {
        Optional<UUID> quarantineId = Optional.of(rejected.quarantineId());
        if (message.result().isEmpty()) {
            int status = FhirRejectionCode.isUnreadable(rejected.rejection()) ? 400 : 422;
            return new FhirResponse(
                    status, OperationOutcomeFactory.errors(List.of(rejected.rejection()), quarantineId));
        }
        ParsedFhirMessage result = message.result().get();
        if (result.message().kind().hasIndependentEntries() && result.facts().isEmpty()) {
            return response(request, message, rejected.parts(), _ -> NOTHING);
        }
        List<Rejection> rejections = result.rejections().contains(rejected.rejection())
                ? result.rejections()
                : List.of(rejected.rejection());
        return new FhirResponse(422, OperationOutcomeFactory.errors(rejections, quarantineId));
    }
}
