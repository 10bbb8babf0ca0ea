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
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
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

/** Maps DocumentReference and Composition: a discharge letter has its own events, any other document is a step. */
final class FhirDocumentMapper {

    private static final String DOCUMENT = "document";

    private FhirDocumentMapper() {}

    static List<Fact> facts(ResourceContext context, DocumentReference source) {
        DocumentReferenceStatus status = source.getStatus();
        if (status == null) {
            throw context.missingElement("status");
        }
        PatientEvidence patient = context.patientEvidence(source.getSubject(), "subject");
        Optional<Coding> type = DataTypeMapper.coding(source.getType());
        Optional<String> title =
                DataTypeMapper.nonBlank(source.getDescription()).or(() -> type.map(Coding::label));
        Identifier identifier = ReferenceResolver.toIdentifier(source.getMasterIdentifier())
                .map(master -> Identifier.of(master.system(), master.value()))
                .orElseGet(context::identifier);
        Optional<Identifier> replaces = source.getRelatesTo().stream()
                .filter(relation -> relation.getCode() == DocumentRelationshipType.REPLACES)
                .findFirst()
                .flatMap(relation -> context.identifierOf(relation.getTarget(), "relatesTo.target"))
                .filter(parent -> !parent.isSameNumberAs(identifier));
        DocumentFacts documentFacts = new DocumentFacts(
                identifier,
                replaces,
                isDischargeLetter(context, source.getType()),
                source.getDocStatus() == ReferredDocumentStatus.PRELIMINARY,
                status == DocumentReferenceStatus.ENTEREDINERROR
                        || source.getDocStatus() == ReferredDocumentStatus.ENTEREDINERROR,
                type,
                title,
                FhirAttachmentStorer.firstDocument(
                        context,
                        source.getContent().stream()
                                .map(DocumentReferenceContentComponent::getAttachment)
                                .toList(),
                        title),
                author(context, source.getAuthor()));
        OffsetDateTime occurredAt =
                context.occurredAt(context.dateTimes().parse(source.getDateElement(), context.pathOf("date")));
        Optional<Visit> visit = source.getContext().getEncounter().stream()
                .findFirst()
                .flatMap(encounter -> context.visit(encounter, "context.encounter[0]"));
        return documentFacts.facts(context, patient, visit, occurredAt);
    }

    static List<Fact> facts(ResourceContext context, Composition source) {
        CompositionStatus status = source.getStatus();
        if (status == null) {
            throw context.missingElement("status");
        }
        Optional<String> title = DataTypeMapper.nonBlank(source.getTitle())
                .or(() -> DataTypeMapper.coding(source.getType()).map(Coding::label));
        Optional<Identifier> replaces = source.getRelatesTo().stream()
                .filter(relation -> relation.getCode() == Composition.DocumentRelationshipType.REPLACES)
                .filter(relation -> relation.getTarget() instanceof Reference)
                .findFirst()
                .flatMap(relation -> context.identifierOf(relation.getTargetReference(), "relatesTo.target"));
        DocumentFacts documentFacts = new DocumentFacts(
                context.identifier(),
                replaces,
                isDischargeLetter(context, source.getType()),
                status == CompositionStatus.PRELIMINARY,
                status == CompositionStatus.ENTEREDINERROR,
                DataTypeMapper.coding(source.getType()),
                title,
                DataTypeMapper.nonBlank(narrative(source)).map(html -> context.documents()
                        .put("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), title)),
                author(context, source.getAuthor()));
        return documentFacts.facts(
                context,
                context.patientEvidence(source.getSubject(), "subject"),
                context.visit(source.getEncounter(), "encounter"),
                context.occurredAt(context.dateTimes().parse(source.getDateElement(), context.pathOf("date"))));
    }

    /** The narrative of the Composition and of its sections, as HTML. */
    private static String narrative(Composition source) {
        StringBuilder html = new StringBuilder();
        if (source.getText().hasDiv()) {
            html.append(source.getText().getDivAsString());
        }
        for (Composition.SectionComponent section : source.getSection()) {
            if (section.getText().hasDiv()) {
                html.append(section.getText().getDivAsString());
            }
        }
        return html.toString();
    }

    private static boolean isDischargeLetter(ResourceContext context, CodeableConcept type) {
        return DataTypeMapper.hasCode(type, Set.copyOf(context.settings().letterTypes()));
    }

    private static Optional<Practitioner> author(ResourceContext context, List<Reference> authors) {
        return authors.stream()
                .findFirst()
                .flatMap(author -> DataTypeMapper.practitioner(context, author, "author[0]"));
    }

    private record DocumentFacts(
            Identifier identifier,
            Optional<Identifier> replaces,
            boolean dischargeLetter,
            boolean draft,
            boolean withdrawn,
            Optional<Coding> type,
            Optional<String> title,
            Optional<DocumentRef> document,
            Optional<Practitioner> author) {

        List<Fact> facts(
                ResourceContext context, PatientEvidence patient, Optional<Visit> visit, OffsetDateTime occurredAt) {
            List<Fact> facts = new ArrayList<>();
            if (!dischargeLetter && !withdrawn) {
                replaces.map(this::replacedStepEvent)
                        .map(event -> context.fact(patient, visit, occurredAt, event))
                        .ifPresent(facts::add);
            }
            facts.add(context.fact(
                    patient,
                    visit,
                    withdrawn ? context.reportedAt() : occurredAt,
                    dischargeLetter ? letterEvent() : stepEvent()));
            return facts;
        }

        private Event letterEvent() {
            if (withdrawn) {
                return new DischargeLetterWithdrawn(identifier, Optional.empty());
            }
            if (draft) {
                return new DischargeLetterDrafted(identifier, replaces, title, document, author);
            }
            return replaces.isPresent()
                    ? new DischargeLetterReplaced(identifier, replaces, title, document, author)
                    : new DischargeLetterIssued(identifier, title, document, author);
        }

        private StepRecorded stepEvent() {
            StepStatus status = withdrawn ? StepStatus.CANCELLED : draft ? StepStatus.IN_PROGRESS : StepStatus.DONE;
            Map<String, String> details = new LinkedHashMap<>();
            type.flatMap(Coding::code).ifPresent(code -> details.put("type", code));
            replaces.ifPresent(parent -> details.put("parent", parent.value()));
            author.flatMap(Practitioner::name).ifPresent(name -> details.put("author", name.toString()));
            return new StepRecorded(DOCUMENT, identifier, status, title, document, details);
        }

        /** The document that this one replaces. */
        private StepRecorded replacedStepEvent(Identifier parent) {
            return new StepRecorded(
                    DOCUMENT,
                    parent,
                    StepStatus.CANCELLED,
                    title,
                    Optional.empty(),
                    Map.of("replacedBy", identifier.value()));
        }
    }
}
