package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.DocumentEventFactory;
import org.parcours.command.intake.DocumentEventFactory.Change;
import org.parcours.command.intake.hl7.mapping.Hl7DocumentContentStorer.StoredDocuments;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;

/** Maps MDM: a discharge letter has events of its own, any other document is a step. */
final class Hl7DocumentMapper {

    /** TXA-17: not finished. A draft must not remove a stay from the work list "discharged, no letter sent". */
    private static final Set<String> DRAFT_STATUSES = Set.of("DI", "IN", "IP", "PA");

    /** TXA-19: no longer available. */
    private static final Set<String> UNAVAILABLE_STATUSES = Set.of("CA", "OB", "UN");

    private static final Set<String> ADDENDUM_TRIGGERS = Set.of("T05", "T06");

    private Hl7DocumentMapper() {}

    /** T01, T02; T05, T06: an addendum is a document of its own, beside its parent. */
    static List<Fact> mapIssue(Hl7MappingContext context) {
        return map(context, Change.ISSUE);
    }

    /** T07, T08, T09, T10: an edited document keeps its number, a replacement names its parent. */
    static List<Fact> mapReplacement(Hl7MappingContext context) {
        return map(context, Change.REPLACEMENT);
    }

    /** T03, T04: withdrawn, unless the document is available (TXA-19): then it has been validated. T11: withdrawn. */
    static List<Fact> mapStatusChange(Hl7MappingContext context) {
        return map(context, Change.ISSUE);
    }

    private static List<Fact> map(Hl7MappingContext context, Change reportedChange) {
        List<Hl7Segment> content = contentSegments(context.message());
        boolean withdrawn = isWithdrawal(context) || isContentWithdrawn(content);
        Change change = withdrawn ? Change.WITHDRAWAL : reportedChange;
        if (withdrawn) {
            content.forEach(Hl7Segment::markAllRead);
        }
        Optional<String> title = title(context, content);
        Optional<DocumentRef> text = Hl7DocumentContentStorer.storeText(context, content, title);
        StoredDocuments documents = Hl7DocumentContentStorer.store(context, content, title, text.isPresent())
                .with(text);
        List<Event> events = document(context, content, title, documents.main()).events(change);
        List<Fact> facts = new ArrayList<>();
        events.forEach(event -> facts.add(context.fact(context.occurredAt(), event)));
        facts.add(annotate(context, documents, facts.removeLast()));
        return facts;
    }

    /**
     * The comments on the document and its order, its other documents, the activity that it is about (TXA-4), and when the
     * message was sent.
     */
    static Fact annotate(Hl7MappingContext context, StoredDocuments documents, Fact fact) {
        List<Hl7Segment> segments = context.message().segments();
        List<String> notes = Stream.of("ORC", "OBR", "TXA")
                .flatMap(owner -> OrderGroup.notesAfter(segments, context.segment(owner)).stream())
                .toList();
        return documents.annotate(fact.withAnnotations(fact.annotations()
                .withNotes(notes)
                .withDetail(
                        DetailKey.ACTIVITY_AT,
                        context.time(context.segment("TXA").field(4), 1).map(PartialDateTime::text))
                .withSentAt(fact.reportedAt())));
    }

    /** The OBX and NTE after TXA; those before it belong to the order that the document is about. */
    static List<Hl7Segment> contentSegments(Hl7Message message) {
        return message.segments().stream()
                .dropWhile(segment -> !segment.is("TXA"))
                .skip(1)
                .dropWhile(segment -> !segment.is("OBX"))
                .toList();
    }

    /** CI-SIS deletes a document by OBX-11 D. */
    static boolean isContentWithdrawn(List<Hl7Segment> content) {
        List<Hl7Segment> values = content.stream()
                .filter(segment -> segment.is("OBX") && !DocumentProperties.isProperty(segment))
                .toList();
        return !values.isEmpty() && values.stream().noneMatch(Hl7ObservationMapper::isNotWithdrawn);
    }

    static boolean isDraft(Hl7Segment txa) {
        return DRAFT_STATUSES.contains(txa.text(17));
    }

    static boolean isAddendum(Hl7MappingContext context) {
        return ADDENDUM_TRIGGERS.contains(context.trigger());
    }

    /** T11; T03 and T04, unless the document is available (TXA-19); any other with a document that is deleted (CA). */
    static boolean isWithdrawal(Hl7MappingContext context) {
        String availability = context.segment("TXA").text(19);
        return switch (context.trigger()) {
            case "T11" -> true;
            case "T03", "T04" -> availability.isEmpty() || UNAVAILABLE_STATUSES.contains(availability);
            default -> availability.equals("CA");
        };
    }

    private static Optional<String> title(Hl7MappingContext context, List<Hl7Segment> content) {
        Hl7Segment txa = context.segment("TXA");
        return txa.value(25)
                .or(() -> Hl7DataTypeMapper.coding(txa.field(2)).flatMap(Coding::text))
                .or(() -> content.stream()
                        .filter(segment -> segment.is("OBX"))
                        .flatMap(obx -> obx.field(3).wholeValue(2).stream())
                        .findFirst());
    }

    private static DocumentEventFactory document(
            Hl7MappingContext context,
            List<Hl7Segment> content,
            Optional<String> title,
            Optional<DocumentRef> document) {
        Hl7Segment txa = context.segment("TXA");
        Identifier number = context.identifiers()
                .ei(txa.field(12))
                .orElseThrow(() -> Hl7RejectionCode.DOCUMENT_NUMBER_MISSING.exceptionAt("TXA-12"));
        return new DocumentEventFactory(
                number,
                context.identifiers().ei(txa.field(13)).filter(parent -> !parent.isSameNumberAs(number)),
                isDischargeLetter(context, txa.field(2), content) && !isAddendum(context),
                isDraft(txa),
                Hl7DataTypeMapper.coding(txa.field(2)),
                title,
                document,
                author(context));
    }

    /** TXA-9, the originator; else TXA-5, the primary activity provider. */
    static Optional<Practitioner> author(Hl7MappingContext context) {
        Hl7Segment txa = context.segment("TXA");
        return context.practitioner(txa, 9).or(() -> context.practitioner(txa, 5));
    }

    private static boolean isDischargeLetter(
            Hl7MappingContext context, Hl7FieldRepetition type, List<Hl7Segment> content) {
        return Stream.concat(
                        Stream.of(type.text(1), type.text(4)),
                        content.stream().filter(segment -> segment.is("OBX")).map(obx -> obx.text(3)))
                .anyMatch(context.properties().letterTypes()::contains);
    }
}
