package org.parcours.command.intake.fhir.mapping.document;

import static org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.DocumentEventFactory;
import org.parcours.command.intake.DocumentRestrictionCodes;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.command.intake.fhir.mapping.text.ReferenceLabel;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.DocumentRestriction;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;
import org.parcours.events.Visit;

/** What DocumentReference and Composition have in common: a discharge letter has its own events, any other document is a step. */
public final class FhirDocumentMapper {

    private final ResourceContext context;
    private final FhirElement source;
    private final AnnotationsBuilder annotations;
    private final boolean dischargeLetter;
    private final Optional<Coding> type;

    public FhirDocumentMapper(ResourceContext context) {
        this.context = context;
        this.source = context.resource();
        this.annotations = new AnnotationsBuilder(context);
        this.dischargeLetter = DataTypeMapper.hasCode(
                source.child("type"), Set.copyOf(context.settings().letterTypes()));
        this.type = coding(source.child("type"));
    }

    public static List<Fact> referenceFacts(ResourceContext context) {
        return new DocumentReferenceMapper(context, new FhirDocumentMapper(context)).facts();
    }

    public static List<Fact> compositionFacts(ResourceContext context) {
        return new CompositionMapper(context, new FhirDocumentMapper(context)).facts();
    }

    /** What the status of a document says. */
    enum State {
        DRAFT,
        VALID,
        SUPERSEDED,
        ENTERED_IN_ERROR
    }

    /** The withdrawal of a letter has no document of its own. */
    boolean hasNoContent(State state) {
        return dischargeLetter && state == State.SUPERSEDED;
    }

    AnnotationsBuilder annotations() {
        return annotations;
    }

    /** The title, otherwise the kind of document. */
    Optional<String> title(Optional<String> stated) {
        Optional<String> label = ConceptText.fullText(source.child("type"));
        annotations.detail(
                DetailKey.DOCUMENT_TYPE, label.filter(kind -> !stated.equals(Optional.of(kind)) && stated.isPresent()));
        return stated.or(() -> label);
    }

    Optional<Practitioner> author() {
        List<FhirElement> authors = source.children("author");
        annotations.detail(
                DetailKey.OTHER_AUTHORS,
                ReferenceLabel.people(context, authors.stream().skip(1).toList()));
        Optional<FhirElement> first = authors.stream().findFirst();
        return first.flatMap(context::practitioner).or(() -> first.flatMap(author -> ReferenceLabel.of(context, author))
                .map(name -> new Practitioner(Optional.empty(), Optional.of(PersonName.of(name, "")))));
    }

    /** The labels as sent; the French codes are restrictions of who may see the document. */
    List<DocumentRestriction> restrictions(List<FhirElement> securityLabels) {
        List<FhirElement> codings = Stream.concat(
                        source.child("meta").children("security").stream(),
                        securityLabels.stream().flatMap(label -> label.children("coding").stream()))
                .toList();
        annotations.detail(
                DetailKey.CONFIDENTIALITY,
                JoinedText.joined(Stream.concat(
                        ConceptText.labels(securityLabels).stream(),
                        source.child("meta").children("security").stream()
                                .flatMap(label -> DataTypeMapper.ofCoding(label).stream())
                                .map(Coding::label))));
        return codings.stream()
                .flatMap(coding -> coding.text("code").stream())
                .flatMap(code -> DocumentRestrictionCodes.restriction(code).stream())
                .toList();
    }

    /**
     * The document that this one replaces; the other relations are details.
     *
     * @param versions whether a replaced document is an earlier version under the same number
     */
    Optional<Identifier> replaced(boolean versions) {
        List<Identifier> replaced = new ArrayList<>();
        for (FhirElement relation : source.children("relatesTo")) {
            FhirElement target = relation.child("target");
            List<Identifier> numbers = target.isType("Identifier")
                    ? ReferenceResolver.toIdentifier(target).stream().toList()
                    : context.identifiersOf(target);
            String code = relation.text("code").orElse("");
            boolean self = numbers.stream()
                    .anyMatch(number -> context.identity().all().stream().anyMatch(number::isSameNumberAs));
            if (code.equals("replaces") && !self && !versions && !numbers.isEmpty()) {
                replaced.add(numbers.getFirst());
            } else {
                Optional<String> label =
                        target.isType("Identifier") ? target.text("value") : ReferenceLabel.of(context, target);
                annotations.detail(DetailKey.RELATED_DOCUMENTS, label.map(text -> code + ": " + text));
            }
        }
        replaced.stream().skip(1).forEach(other -> annotations.detail(DetailKey.REPLACES, Optional.of(other.value())));
        return replaced.stream().findFirst();
    }

    /** As {@link #facts}, for what is known once the content is stored. */
    record Content(Optional<String> title, Optional<DocumentRef> main, Optional<Practitioner> author) {}

    public List<Fact> facts(
            State state,
            Content content,
            Optional<Identifier> replaced,
            PatientEvidence patient,
            Optional<Visit> visit,
            OccurrenceTime occurredAt) {
        DocumentEventFactory document = new DocumentEventFactory(
                context.identifier(),
                replaced,
                dischargeLetter,
                state == State.DRAFT,
                type,
                content.title(),
                content.main(),
                content.author());
        annotations.keys(
                dischargeLetter ? "letter" : "document", context.identity().all());
        DocumentEventFactory.Change change =
                switch (state) {
                    case SUPERSEDED -> DocumentEventFactory.Change.WITHDRAWAL;
                    case DRAFT, VALID, ENTERED_IN_ERROR ->
                        replaced.isPresent()
                                ? DocumentEventFactory.Change.REPLACEMENT
                                : DocumentEventFactory.Change.ISSUE;
                };
        List<Event> events = document.events(change);
        if (state == State.ENTERED_IN_ERROR) {
            Fact withdrawn =
                    annotations.annotate(context.fact(patient, visit, context.reportedTime(), events.getLast()));
            context.discardContent();
            return List.of(withdrawn.enteredInError());
        }
        List<Fact> facts = new ArrayList<>();
        events.subList(0, events.size() - 1)
                .forEach(event -> facts.add(context.fact(patient, visit, occurredAt, event)));
        facts.add(annotations.annotate(context.fact(patient, visit, occurredAt, events.getLast())));
        return facts;
    }
}
