package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.DocumentEventFactory;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.fhir.element.FhirElement;
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

    static List<Fact> referenceFacts(ResourceContext context) {
        FhirElement source = context.resource();
        String status = context.requireText("status");
        Optional<String> documentStatus = source.text("docStatus");
        PatientEvidence patient = context.subject();
        Optional<Coding> type = coding(source.child("type"));
        Optional<String> title = source.text("description").or(() -> type.map(Coding::label));
        Identifier number = context.identifier();
        Optional<Identifier> parent = source.children("relatesTo").stream()
                .filter(FhirDocumentMapper::isReplacement)
                .findFirst()
                .flatMap(relation -> context.identifierOf(relation.child("target")))
                .filter(replaced -> !replaced.isSameNumberAs(number));
        DocumentEventFactory document = new DocumentEventFactory(
                number,
                parent,
                isDischargeLetter(context),
                documentStatus.filter("preliminary"::equals).isPresent(),
                type,
                title,
                FhirAttachmentStorer.storeFirst(
                        context,
                        source.children("content").stream()
                                .map(content -> content.child("attachment"))
                                .toList(),
                        title),
                author(context));
        OccurrenceTime occurredAt = context.occurredAt(context.time("date"));
        Optional<Visit> visit = context.visit(source.child("context").child("encounter"));
        boolean withdrawn = status.equals("entered-in-error")
                || documentStatus.filter("entered-in-error"::equals).isPresent();
        return facts(context, document, withdrawn, patient, visit, occurredAt);
    }

    static List<Fact> compositionFacts(ResourceContext context) {
        FhirElement source = context.resource();
        String status = context.requireText("status");
        Optional<Coding> type = coding(source.child("type"));
        Optional<String> title = source.text("title").or(() -> type.map(Coding::label));
        Optional<Identifier> parent = source.children("relatesTo").stream()
                .filter(FhirDocumentMapper::isReplacement)
                .map(relation -> relation.child("target"))
                .findFirst()
                .flatMap(target -> target.isType("Identifier")
                        ? ReferenceResolver.toIdentifier(target)
                        : context.identifierOf(target));
        DocumentEventFactory document = new DocumentEventFactory(
                context.identifier(),
                parent,
                isDischargeLetter(context),
                status.equals("preliminary"),
                type,
                title,
                Optional.of(narrative(source)).filter(html -> !html.isBlank()).map(html -> context.documents()
                        .put("text/html; charset=utf-8", html.getBytes(StandardCharsets.UTF_8), title)),
                author(context));
        return facts(
                context,
                document,
                status.equals("entered-in-error"),
                context.subject(),
                context.visit(source.child("encounter")),
                context.occurredAt(context.time("date")));
    }

    private static boolean isReplacement(FhirElement relation) {
        return relation.text("code").filter("replaces"::equals).isPresent();
    }

    /** The narrative of the Composition and of its sections, as HTML. */
    private static String narrative(FhirElement source) {
        return Stream.concat(Stream.of(source), source.children("section").stream())
                .flatMap(section -> section.child("text").rawText("div").stream())
                .collect(Collectors.joining());
    }

    private static boolean isDischargeLetter(ResourceContext context) {
        return DataTypeMapper.hasCode(
                context.resource().child("type"), Set.copyOf(context.settings().letterTypes()));
    }

    private static Optional<Practitioner> author(ResourceContext context) {
        return context.practitioner(context.resource().child("author"));
    }

    private static List<Fact> facts(
            ResourceContext context,
            DocumentEventFactory document,
            boolean withdrawn,
            PatientEvidence patient,
            Optional<Visit> visit,
            OccurrenceTime occurredAt) {
        DocumentEventFactory.Change change = document.parent().isPresent()
                ? DocumentEventFactory.Change.REPLACEMENT
                : DocumentEventFactory.Change.ISSUE;
        return document.events(withdrawn ? DocumentEventFactory.Change.WITHDRAWAL : change).stream()
                .map(event -> context.fact(patient, visit, withdrawn ? context.reportedTime() : occurredAt, event))
                .toList();
    }
}
