package org.parcours.command.intake.fhir.mapping;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Reference;
import org.parcours.command.intake.fhir.resource.References;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.LetterEvent.DischargeLetterDrafted;
import org.parcours.events.LetterEvent.DischargeLetterIssued;
import org.parcours.events.LetterEvent.DischargeLetterReplaced;
import org.parcours.events.LetterEvent.DischargeLetterWithdrawn;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.Practitioner;
import org.parcours.events.StepStatus;
import org.parcours.events.Visit;

/** DocumentReference and Composition: a discharge letter has events of its own, any other document is a step. */
final class Papers {

    private static final String DOCUMENT = "document";

    private Papers() {}

    static List<Fact> facts(Told told, DocumentReference paper) {
        DocumentReferenceStatus status = paper.getStatus();
        if (status == null) {
            throw told.missing("status");
        }
        PatientEvidence patient = told.patient(paper.getSubject(), "subject");
        Optional<Coding> type = Words.coding(paper.getType());
        Optional<String> title = Words.text(paper.getDescription()).or(() -> type.map(Coding::label));
        Identifier number = References.number(paper.getMasterIdentifier())
                .map(master -> Identifier.of(master.system(), master.value()))
                .orElseGet(told::number);
        Optional<Identifier> replaces = paper.getRelatesTo().stream()
                .filter(relation -> relation.getCode() == DocumentRelationshipType.REPLACES)
                .findFirst()
                .flatMap(relation -> told.numberOf(relation.getTarget(), "relatesTo.target"))
                .filter(parent -> !parent.isSameNumberAs(number));
        Paper whole = new Paper(
                number,
                replaces,
                isLetter(told, paper.getType()),
                paper.getDocStatus() == ReferredDocumentStatus.PRELIMINARY,
                status == DocumentReferenceStatus.ENTEREDINERROR
                        || paper.getDocStatus() == ReferredDocumentStatus.ENTEREDINERROR,
                type,
                title,
                Attachments.first(
                        told,
                        paper.getContent().stream()
                                .map(DocumentReferenceContentComponent::getAttachment)
                                .toList(),
                        title),
                author(told, paper.getAuthor()));
        OffsetDateTime at = told.occurredAt(told.moments().of(paper.getDateElement(), told.at("date")));
        Optional<Visit> visit = paper.getContext().getEncounter().stream()
                .findFirst()
                .flatMap(encounter -> told.visit(encounter, "context.encounter[0]"));
        return whole.facts(told, patient, visit, at);
    }

    static List<Fact> facts(Told told, Composition paper) {
        CompositionStatus status = paper.getStatus();
        if (status == null) {
            throw told.missing("status");
        }
        Optional<String> title = Words.text(paper.getTitle())
                .or(() -> Words.coding(paper.getType()).map(Coding::label));
        Optional<Identifier> replaces = paper.getRelatesTo().stream()
                .filter(relation -> relation.getCode() == Composition.DocumentRelationshipType.REPLACES)
                .filter(relation -> relation.getTarget() instanceof Reference)
                .findFirst()
                .flatMap(relation -> told.numberOf(relation.getTargetReference(), "relatesTo.target"));
        Paper whole = new Paper(
                told.number(),
                replaces,
                isLetter(told, paper.getType()),
                status == CompositionStatus.PRELIMINARY,
                status == CompositionStatus.ENTEREDINERROR,
                Words.coding(paper.getType()),
                title,
                Words.text(narrative(paper)).map(html -> told.documents()
                        .put("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), title)),
                author(told, paper.getAuthor()));
        return whole.facts(
                told,
                told.patient(paper.getSubject(), "subject"),
                told.visit(paper.getEncounter(), "encounter"),
                told.occurredAt(told.moments().of(paper.getDateElement(), told.at("date"))));
    }

    /** Its text for people, and those of its sections. */
    private static String narrative(Composition paper) {
        StringBuilder html = new StringBuilder();
        if (paper.getText().hasDiv()) {
            html.append(paper.getText().getDivAsString());
        }
        for (Composition.SectionComponent section : paper.getSection()) {
            if (section.getText().hasDiv()) {
                html.append(section.getText().getDivAsString());
            }
        }
        return html.toString();
    }

    private static boolean isLetter(Told told, CodeableConcept type) {
        return Words.has(type, Set.copyOf(told.settings().letterTypes()));
    }

    private static Optional<Practitioner> author(Told told, List<Reference> authors) {
        return authors.stream().findFirst().flatMap(author -> Words.practitioner(told, author, "author[0]"));
    }

    private record Paper(
            Identifier number,
            Optional<Identifier> replaces,
            boolean letter,
            boolean draft,
            boolean gone,
            Optional<Coding> type,
            Optional<String> title,
            Optional<DocumentRef> document,
            Optional<Practitioner> author) {

        List<Fact> facts(Told told, PatientEvidence patient, Optional<Visit> visit, OffsetDateTime at) {
            List<Fact> facts = new ArrayList<>();
            if (!letter && !gone) {
                replaces.map(this::replacedStep)
                        .map(event -> told.fact(patient, visit, at, event))
                        .ifPresent(facts::add);
            }
            facts.add(told.fact(patient, visit, gone ? told.toldAt() : at, letter ? letterEvent() : step()));
            return facts;
        }

        private Event letterEvent() {
            if (gone) {
                return new DischargeLetterWithdrawn(number, Optional.empty());
            }
            if (draft) {
                return new DischargeLetterDrafted(number, replaces, title, document, author);
            }
            return replaces.isPresent()
                    ? new DischargeLetterReplaced(number, replaces, title, document, author)
                    : new DischargeLetterIssued(number, title, document, author);
        }

        private StepRecorded step() {
            StepStatus status = gone ? StepStatus.CANCELLED : draft ? StepStatus.IN_PROGRESS : StepStatus.DONE;
            Map<String, String> details = new LinkedHashMap<>();
            type.flatMap(Coding::code).ifPresent(code -> details.put("type", code));
            replaces.ifPresent(parent -> details.put("parent", parent.value()));
            author.flatMap(Practitioner::name).ifPresent(name -> details.put("author", name.toString()));
            return new StepRecorded(DOCUMENT, number, status, title, document, details);
        }

        /** The document that this one takes the place of. */
        private StepRecorded replacedStep(Identifier parent) {
            return new StepRecorded(
                    DOCUMENT,
                    parent,
                    StepStatus.CANCELLED,
                    title,
                    Optional.empty(),
                    Map.of("replacedBy", number.value()));
        }
    }
}
