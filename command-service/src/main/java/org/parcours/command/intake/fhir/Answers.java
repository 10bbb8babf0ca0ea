package org.parcours.command.intake.fhir;

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
import org.parcours.command.intake.Intake.Receipt;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Unmapped;
import org.parcours.command.intake.fhir.FhirExchange.Answer;
import org.parcours.command.intake.fhir.Understood.Each;
import org.parcours.command.intake.fhir.resource.Entry;
import org.parcours.command.intake.fhir.resource.FhirRefusals;

/** What is answered, in FHIR's own words: a Bundle of responses, or an OperationOutcome. */
final class Answers {

    private static final String CODES = "urn:parcours:refusal";
    private static final String QUARANTINE = "urn:parcours:quarantine";

    private Answers() {}

    static Answer of(Understood understood, boolean news, List<Receipt> receipts, Map<Entry, UUID> quarantined) {
        return switch (understood.message().kind()) {
            case SINGLE -> single(understood.entries().getFirst(), news, receipts);
            case TRANSACTION -> new Answer(200, bundle(BundleType.TRANSACTIONRESPONSE, understood, news, quarantined));
            case BATCH, COLLECTION -> new Answer(200, bundle(BundleType.BATCHRESPONSE, understood, news, quarantined));
            case MESSAGE -> new Answer(200, message(understood, news, receipts));
        };
    }

    private static Answer single(Each only, boolean news, List<Receipt> receipts) {
        return new Answer(
                news ? 201 : 200,
                only.meaning() instanceof Understood.Untracked
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

    private static Resource message(Understood understood, boolean news, List<Receipt> receipts) {
        Bundle answer = new Bundle().setType(BundleType.MESSAGE);
        MessageHeader header = new MessageHeader();
        understood.entries().stream()
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

    private static Bundle bundle(BundleType type, Understood understood, boolean news, Map<Entry, UUID> quarantined) {
        Bundle answer = new Bundle().setType(type);
        for (Each each : understood.entries()) {
            BundleEntryComponent entry = answer.addEntry();
            switch (each.meaning()) {
                case Understood.Tells _ -> {
                    entry.getResponse().setStatus(news ? "201 Created" : "200 OK");
                    location(each.entry()).ifPresent(entry.getResponse()::setLocation);
                }
                case Understood.Untracked _ ->
                    entry.getResponse().setStatus("200 OK").setOutcome(outcome(untracked(each.entry())));
                case Understood.Refused(Refusal why) ->
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

    static OperationOutcome outcome(Refusal why, Optional<UUID> quarantine) {
        return outcome(List.of(why), quarantine);
    }

    static OperationOutcome outcome(List<Refusal> refusals, Optional<UUID> quarantine) {
        OperationOutcome outcome = new OperationOutcome();
        for (Refusal why : refusals) {
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
        Unmapped why = FhirRefusals.notTracked(entry.at());
        return issue(why.code(), why.field(), why.reason()).setSeverity(IssueSeverity.INFORMATION);
    }

    private static OperationOutcomeIssueComponent issue(String code, String field, String reason) {
        OperationOutcomeIssueComponent issue = new OperationOutcomeIssueComponent()
                .setCode(FhirRefusals.typeOf(code))
                .setDetails(new CodeableConcept().addCoding(new Coding(CODES, code, null)))
                .setDiagnostics(reason);
        if (!field.isEmpty()) {
            issue.addExpression(field);
        }
        return issue;
    }
}
