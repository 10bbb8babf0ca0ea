package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.UuidType;
import org.parcours.command.feeds.fhir.FhirRequestHandler.Response;
import org.parcours.command.intake.fhir.BundleResult;
import org.parcours.command.intake.fhir.BundleResult.EntryResult;
import org.parcours.command.intake.fhir.resource.Entry;
import org.parcours.command.intake.fhir.resource.FhirRejections;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.UnsupportedMessage;
import org.parcours.command.processing.Receipt;

/** What is answered, in FHIR's own words: a Bundle of responses, or an OperationOutcome. */
final class FhirResponses {

    private static final String CODES = "urn:parcours:refusal";
    private static final String QUARANTINE = "urn:parcours:quarantine";

    private FhirResponses() {}

    static Response of(BundleResult result, boolean news, List<Receipt> receipts, Map<Entry, UUID> quarantined) {
        return switch (result.message().kind()) {
            case SINGLE -> single(result.entries().getFirst(), news, receipts);
            case TRANSACTION -> new Response(200, bundle(BundleType.TRANSACTIONRESPONSE, result, news, quarantined));
            case BATCH, COLLECTION -> new Response(200, bundle(BundleType.BATCHRESPONSE, result, news, quarantined));
            case MESSAGE -> new Response(200, message(result, news, receipts));
        };
    }

    private static Response single(EntryResult only, boolean news, List<Receipt> receipts) {
        return new Response(
                news ? 201 : 200,
                only.mapping() instanceof BundleResult.Unsupported
                        ? outcome(untracked(only.entry()))
                        : said(news, receipts));
    }

    private static OperationOutcome said(boolean news, List<Receipt> receipts) {
        String where = receipts.isEmpty()
                ? ""
                : " at %d to %d"
                        .formatted(
                                receipts.getFirst().position(),
                                receipts.getLast().position());
        OperationOutcome outcome = new OperationOutcome();
        outcome.addIssue()
                .setSeverity(IssueSeverity.INFORMATION)
                .setCode(IssueType.INFORMATIONAL)
                .setDiagnostics((news ? "recorded" : "known already") + where);
        return outcome;
    }

    private static Resource message(BundleResult result, boolean news, List<Receipt> receipts) {
        Bundle answer = new Bundle().setType(BundleType.MESSAGE);
        MessageHeader header = new MessageHeader();
        result.entries().stream()
                .flatMap(each -> each.entry().resource().stream())
                .filter(MessageHeader.class::isInstance)
                .map(MessageHeader.class::cast)
                .findFirst()
                .ifPresent(asked -> {
                    header.setEvent(asked.getEvent());
                    header.getResponse().setIdentifier(asked.getIdElement().getIdPart());
                });
        header.getSource().setEndpoint("urn:parcours:command-service");
        header.getResponse().setCode(ResponseType.OK);
        answer.addEntry().setResource(header);
        answer.addEntry().setResource(said(news, receipts));
        return answer;
    }

    private static Bundle bundle(BundleType type, BundleResult result, boolean news, Map<Entry, UUID> quarantined) {
        Bundle answer = new Bundle().setType(type);
        for (EntryResult each : result.entries()) {
            BundleEntryComponent entry = answer.addEntry();
            switch (each.mapping()) {
                case BundleResult.Mapped _ -> {
                    entry.getResponse().setStatus(news ? "201 Created" : "200 OK");
                    location(each.entry()).ifPresent(entry.getResponse()::setLocation);
                }
                case BundleResult.Unsupported _ ->
                    entry.getResponse().setStatus("200 OK").setOutcome(outcome(untracked(each.entry())));
                case BundleResult.Rejected(Rejection why) ->
                    entry.getResponse()
                            .setStatus("422 Unprocessable Entity")
                            .setOutcome(outcome(why, Optional.ofNullable(quarantined.get(each.entry()))));
            }
        }
        return answer;
    }

    private static Optional<String> location(Entry entry) {
        return entry.resource()
                .filter(resource -> resource.getIdElement().hasIdPart())
                .map(resource ->
                        resource.fhirType() + "/" + resource.getIdElement().getIdPart());
    }

    static OperationOutcome outcome(Rejection why, Optional<UUID> quarantine) {
        return outcome(List.of(why), quarantine);
    }

    static OperationOutcome outcome(List<Rejection> refusals, Optional<UUID> quarantine) {
        OperationOutcome outcome = new OperationOutcome();
        for (Rejection why : refusals) {
            OperationOutcomeIssueComponent issue =
                    issue(why.code(), why.field(), why.reason()).setSeverity(IssueSeverity.ERROR);
            quarantine.ifPresent(id -> issue.addExtension(QUARANTINE, new UuidType("urn:uuid:" + id)));
            outcome.addIssue(issue);
        }
        return outcome;
    }

    private static OperationOutcome outcome(OperationOutcomeIssueComponent issue) {
        return new OperationOutcome().addIssue(issue);
    }

    private static OperationOutcomeIssueComponent untracked(Entry entry) {
        UnsupportedMessage why = FhirRejections.notTracked(entry.at());
        return issue(why.code(), why.field(), why.reason()).setSeverity(IssueSeverity.INFORMATION);
    }

    private static OperationOutcomeIssueComponent issue(String code, String field, String reason) {
        OperationOutcomeIssueComponent issue = new OperationOutcomeIssueComponent()
                .setCode(FhirRejections.typeOf(code))
                .setDetails(new CodeableConcept().addCoding(new Coding(CODES, code, null)))
                .setDiagnostics(reason);
        if (!field.isEmpty()) {
            issue.addExpression(field);
        }
        return issue;
    }
}
