package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;
import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.nonBlank;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.DocumentReference.DocumentReferenceContentComponent;
import org.hl7.fhir.r4.model.DocumentReference.DocumentRelationshipType;
import org.hl7.fhir.r4.model.DocumentReference.ReferredDocumentStatus;
import org.hl7.fhir.r4.model.Enumerations.DocumentReferenceStatus;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Reference;
import org.parcours.command.intake.DocumentEventFactory;
import org.parcours.command.intake.DocumentEventFactory.Change;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.Practitioner;
import org.parcours.events.Visit;

/** Maps DocumentReference and Composition: a discharge letter has its own events, any other document is a step. */
final class FhirDocumentMapper {

    private FhirDocumentMapper() {}

    static List<Fact> facts(ResourceContext context, DocumentReference source) {
        DocumentReferenceStatus status = context.require(source.getStatus(), "status");
        PatientEvidence patient = context.patientEvidence(source.getSubject(), "subject");
        Optional<Coding> type = coding(source.getType());
        Optional<String> title = nonBlank(source.getDescription()).or(() -> type.map(Coding::label));
        Identifier number = ReferenceResolver.toIdentifier(source.getMasterIdentifier())
                .map(master -> Identifier.of(master.system(), master.value()))
                .orElseGet(context::identifier);
        Optional<Identifier> parent = source.getRelatesTo().stream()
                .filter(relation -> relation.getCode() == DocumentRelationshipType.REPLACES)
                .findFirst()
                .flatMap(relation -> context.identifierOf(relation.getTarget(), "relatesTo.target"))
                .filter(replaced -> !replaced.isSameNumberAs(number));
        DocumentEventFactory document = new DocumentEventFactory(
                number,
                parent,
                isDischargeLetter(context, source.getType()),
                source.getDocStatus() == ReferredDocumentStatus.PRELIMINARY,
                type,
                title,
                FhirAttachmentStorer.storeFirst(
                        context,
                        source.getContent().stream()
                                .map(DocumentReferenceContentComponent::getAttachment)
                                .toList(),
                        title),
                author(context, source.getAuthor()));
        OffsetDateTime occurredAt = context.occurredAt(context.time(source.getDateElement(), "date"));
        Optional<Visit> visit = source.getContext().getEncounter().stream()
                .findFirst()
                .flatMap(encounter -> context.visit(encounter, "context.encounter[0]"));
        boolean withdrawn = status == DocumentReferenceStatus.ENTEREDINERROR
                || source.getDocStatus() == ReferredDocumentStatus.ENTEREDINERROR;
        return facts(context, document, withdrawn, patient, visit, occurredAt);
    }

    static List<Fact> facts(ResourceContext context, Composition source) {
        CompositionStatus status = context.require(source.getStatus(), "status");
        Optional<Coding> type = coding(source.getType());
        Optional<String> title = nonBlank(source.getTitle()).or(() -> type.map(Coding::label));
        Optional<Identifier> parent = source.getRelatesTo().stream()
                .filter(relation -> relation.getCode() == Composition.DocumentRelationshipType.REPLACES)
                .filter(relation -> relation.getTarget() instanceof Reference)
                .findFirst()
                .flatMap(relation -> context.identifierOf(relation.getTargetReference(), "relatesTo.target"));
        DocumentEventFactory document = new DocumentEventFactory(
                context.identifier(),
                parent,
                isDischargeLetter(context, source.getType()),
                status == CompositionStatus.PRELIMINARY,
                type,
                title,
                nonBlank(narrative(source)).map(html -> context.documents()
                        .put("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), title)),
                author(context, source.getAuthor()));
        return facts(
                context,
                document,
                status == CompositionStatus.ENTEREDINERROR,
                context.patientEvidence(source.getSubject(), "subject"),
                context.visit(source.getEncounter(), "encounter"),
                context.occurredAt(context.time(source.getDateElement(), "date")));
    }

    /** The narrative of the Composition and of its sections, as HTML. */
    private static String narrative(Composition source) {
        return Stream.concat(
                        Stream.of(source.getText()),
                        source.getSection().stream().map(SectionComponent::getText))
                .filter(Narrative::hasDiv)
                .map(Narrative::getDivAsString)
                .collect(Collectors.joining());
    }

    private static boolean isDischargeLetter(ResourceContext context, CodeableConcept type) {
        return DataTypeMapper.hasCode(type, Set.copyOf(context.settings().letterTypes()));
    }

    private static Optional<Practitioner> author(ResourceContext context, List<Reference> authors) {
        return authors.stream().findFirst().flatMap(author -> context.practitioner(author, "author[0]"));
    }

    private static List<Fact> facts(
            ResourceContext context,
            DocumentEventFactory document,
            boolean withdrawn,
            PatientEvidence patient,
            Optional<Visit> visit,
            OffsetDateTime occurredAt) {
        Change change = document.parent().isPresent() ? Change.REPLACEMENT : Change.ISSUE;
        return document.events(withdrawn ? Change.WITHDRAWAL : change).stream()
                .map(event -> context.fact(patient, visit, withdrawn ? context.reportedAt() : occurredAt, event))
                .toList();
    }
}
