package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.OperationOutcome.OperationOutcomeIssueComponent;
import org.hl7.fhir.r4.model.UuidType;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.element.UnreadElements.UnreadElement;
import org.parcours.command.message.Rejection;

/** The issues of responses: rejections as errors, what was ignored as warnings, what was done as information. */
final class OperationOutcomeFactory {

    private static final String REJECTION_CODE_SYSTEM = "urn:parcours:rejection";
    private static final String QUARANTINE_EXTENSION = "urn:parcours:quarantine";

    private OperationOutcomeFactory() {}

    static OperationOutcome errors(List<Rejection> rejections, Optional<UUID> quarantine) {
        OperationOutcome outcome = new OperationOutcome();
        for (Rejection rejection : rejections) {
            OperationOutcomeIssueComponent issue = issue(rejection, IssueSeverity.ERROR);
            quarantine.ifPresent(id -> issue.addExtension(QUARANTINE_EXTENSION, new UuidType("urn:uuid:" + id)));
            outcome.addIssue(issue);
        }
        return outcome;
    }

    static OperationOutcome information(String diagnostics) {
        return new OperationOutcome()
                .addIssue(new OperationOutcomeIssueComponent()
                        .setSeverity(IssueSeverity.INFORMATION)
                        .setCode(IssueType.INFORMATIONAL)
                        .setDiagnostics(diagnostics));
    }

    static OperationOutcome information(Rejection reason) {
        return new OperationOutcome().addIssue(issue(reason, IssueSeverity.INFORMATION));
    }

    static OperationOutcomeIssueComponent ignored(UnreadElement element) {
        return warning(
                        element.known() ? IssueType.NOTSUPPORTED : IssueType.STRUCTURE,
                        element.known()
                                ? "ignored: Parcours does not use this element; the message is kept with it"
                                : "ignored: FHIR R4 has no such element; the message is kept with it")
                .addExpression(element.path());
    }

    static OperationOutcomeIssueComponent warning(IssueType type, String diagnostics) {
        return new OperationOutcomeIssueComponent()
                .setSeverity(IssueSeverity.WARNING)
                .setCode(type)
                .setDiagnostics(diagnostics);
    }

    private static OperationOutcomeIssueComponent issue(Rejection rejection, IssueSeverity severity) {
        OperationOutcomeIssueComponent issue = new OperationOutcomeIssueComponent()
                .setSeverity(severity)
                .setCode(FhirHttpRejection.issueTypeOf(rejection.code())
                        .orElseGet(() -> FhirRejectionCode.issueTypeOf(rejection.code())))
                .setDetails(new CodeableConcept().addCoding(new Coding(REJECTION_CODE_SYSTEM, rejection.code(), null)))
                .setDiagnostics(rejection.reason());
        if (!rejection.field().isEmpty()) {
            place(issue, rejection);
        }
        return issue;
    }

    /** OperationOutcome.issue.location: "for HTTP errors, will be http. + the parameter name"; else a FHIRPath. */
    private static void place(OperationOutcomeIssueComponent issue, Rejection rejection) {
        if (FhirHttpRejection.issueTypeOf(rejection.code()).isPresent()) {
            issue.addLocation("http." + rejection.field());
        } else {
            issue.addExpression(rejection.field());
        }
    }
}
