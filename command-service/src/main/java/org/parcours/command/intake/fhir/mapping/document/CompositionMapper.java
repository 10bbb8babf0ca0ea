package org.parcours.command.intake.fhir.mapping.document;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.mapping.context.FhirTextFormatter;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.command.intake.fhir.mapping.document.FhirDocumentMapper.Content;
import org.parcours.command.intake.fhir.mapping.document.FhirDocumentMapper.State;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.command.intake.fhir.resource.NotTrackedException;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.DocumentRestriction;
import org.parcours.events.Identifier;

/** Maps a Composition, alone or as the first entry of a document: its narrative is the document. */
record CompositionMapper(ResourceContext context, FhirDocumentMapper document) {

    List<Fact> facts() {
        FhirElement composition = context.resource();
        String status = context.requireText("status");
        PatientEvidence patient = subject(composition.child("subject"));
        Optional<String> title = document.title(composition.text("title"));
        List<DocumentRestriction> restrictions = document.restrictions(List.of());
        Optional<DocumentRef> content = CompositionHtml.of(context, title).map(html -> context.documents()
                .put("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), title)
                .withRestrictions(restrictions));
        FhirTextFormatter texts = context.texts();
        document.annotations()
                .detail(DetailKey.DOCUMENT_STATUS, Optional.of(status).filter("amended"::equals))
                .detail(DetailKey.CATEGORY, ConceptText.labels(composition.children("category")))
                .detail(DetailKey.CONFIDENTIALITY, composition.text("confidentiality"))
                .detail(DetailKey.CUSTODIAN, ReferenceLabel.of(context, composition.child("custodian")))
                .detail(
                        DetailKey.ATTESTER,
                        JoinedText.list(
                                composition.children("attester"),
                                attester -> JoinedText.withRemarks(
                                        ReferenceLabel.people(context, attester.children("party")),
                                        Stream.of(attester.text("mode"), time(attester.child("time"))))))
                .detail(
                        DetailKey.DOCUMENTED_EVENT,
                        JoinedText.list(
                                composition.children("event"),
                                event -> JoinedText.withRemarks(
                                        ConceptText.labels(event.children("code")),
                                        Stream.of(
                                                texts.period(event.child("period")),
                                                ReferenceLabel.of(context, event.children("detail"))))));
        return document.facts(
                state(status),
                new Content(title, content, document.author()),
                document.replaced(isVersionOfASet()),
                patient,
                context.visit(composition.child("encounter")),
                context.occurredAt(context.time("date")));
    }

    /** Composition.identifier is the same for all versions of a document; each version is a Bundle that replaces another. */
    private boolean isVersionOfASet() {
        Optional<Identifier> set =
                ReferenceResolver.toIdentifier(context.resource().child("identifier"));
        return context.references().isDocument() && set.isPresent();
    }

    /** A document contains the patient that it is about (FHIR R4, 3.3.1), or states a number. */
    private PatientEvidence subject(FhirElement subject) {
        if (subject.isEmpty()) {
            return onlyPatient();
        }
        boolean isNumber = subject.child("identifier").isPresent();
        if (context.references().isDocument()
                && !isNumber
                && context.resolve(subject).isEmpty()) {
            throw FhirRejectionCode.UNRESOLVED_REFERENCE.exceptionAt(
                    subject.path(), "the document does not contain its patient");
        }
        return context.patientEvidence(subject);
    }

    /** Composition.subject is optional (FHIR R4, 2.40): a document that contains one patient is about this one. */
    private PatientEvidence onlyPatient() {
        if (context.isTakenBack()) {
            return PatientEvidence.UNSTATED;
        }
        List<FhirElement> patients =
                context.references().isDocument() ? context.references().resources("Patient") : List.of();
        if (patients.size() != 1) {
            throw new NotTrackedException(
                    context.resource().pathOf("subject"),
                    "it has no subject, and its document contains "
                            + (patients.isEmpty() ? "no patient" : "several patients"));
        }
        return context.evidenceOf(patients.getFirst());
    }

    private Optional<String> time(FhirElement element) {
        return context.dateTimes().parse(element).map(time -> FhirTextFormatter.time(time.value()));
    }

    private static State state(String status) {
        return switch (status) {
            case "preliminary" -> State.DRAFT;
            case "entered-in-error" -> State.ENTERED_IN_ERROR;
            default -> State.VALID;
        };
    }
}
