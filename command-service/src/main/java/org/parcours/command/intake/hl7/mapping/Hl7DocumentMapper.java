package org.parcours.command.intake.hl7.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.RejectionException;
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

/** Maps MDM: a discharge letter has events of its own, any other document is a step. */
final class Hl7DocumentMapper {

    /** TXA-17: not finished. A draft must not remove a stay from the work list "discharged, no letter sent". */
    private static final Set<String> DRAFT_STATUSES = Set.of("DI", "IN", "IP", "PA");

    /** TXA-19: no longer available. */
    private static final Set<String> UNAVAILABLE_STATUSES = Set.of("CA", "OB", "UN");

    private static final String DOCUMENT_KIND = "document";

    private Hl7DocumentMapper() {}

    /** T01, T02; T05, T06: an addendum is a document of its own, beside its parent. */
    static List<Fact> mapIssue(Hl7MappingContext context) {
        MdmDocument document = MdmDocument.of(context);
        boolean addendum = Set.of("T05", "T06").contains(context.trigger());
        return document.dischargeLetter() && !addendum
                ? facts(context, document.draft() ? document.draftedEvent() : document.issuedEvent())
                : facts(context, document.stepEvent());
    }

    /** T07, T08, T09, T10: an edited document keeps its number, a replacement names its parent. */
    static List<Fact> mapReplacement(Hl7MappingContext context) {
        MdmDocument document = MdmDocument.of(context);
        if (document.dischargeLetter()) {
            return facts(context, document.draft() ? document.draftedEvent() : document.replacedEvent());
        }
        Fact step = context.fact(context.occurredAt(), document.stepEvent());
        return Stream.concat(
                        document
                                .parent()
                                .map(parent -> context.fact(context.occurredAt(), document.replacedStepEvent(parent)))
                                .stream(),
                        Stream.of(step))
                .toList();
    }

    /** T03, T04: withdrawn, unless the document is available (TXA-19): then it has been validated. */
    static List<Fact> mapStatusChange(Hl7MappingContext context) {
        return isWithdrawal(context) ? mapWithdrawal(context) : mapIssue(context);
    }

    /** T11. */
    static List<Fact> mapWithdrawal(Hl7MappingContext context) {
        MdmDocument document = MdmDocument.of(context);
        return document.dischargeLetter()
                ? facts(context, new DischargeLetterWithdrawn(document.number(), Optional.empty()))
                : facts(context, document.stepEvent(StepStatus.CANCELLED));
    }

    /** The OBX segments after TXA; those before it belong to the order that the document is about. */
    static List<Hl7Segment> contentSegments(Hl7Message message) {
        return message.segments().stream()
                .dropWhile(segment -> !segment.is("TXA"))
                .filter(segment -> segment.is("OBX"))
                .toList();
    }

    static boolean isDraft(Hl7Segment txa) {
        return DRAFT_STATUSES.contains(txa.text(17));
    }

    /** T11; T03 and T04, unless the document is available (TXA-19). */
    static boolean isWithdrawal(Hl7MappingContext context) {
        return context.trigger().equals("T11")
                || Set.of("T03", "T04").contains(context.trigger()) && !isAvailable(context.segment("TXA"));
    }

    private static boolean isAvailable(Hl7Segment txa) {
        return txa.value(19)
                .map(status -> !UNAVAILABLE_STATUSES.contains(status))
                .orElse(false);
    }

    private static List<Fact> facts(Hl7MappingContext context, Event event) {
        return context.facts(context.occurredAt(), event);
    }

    private record MdmDocument(
            Identifier number,
            Optional<Identifier> parent,
            boolean dischargeLetter,
            boolean draft,
            Optional<Coding> type,
            Optional<String> title,
            Optional<DocumentRef> document,
            Optional<Practitioner> author) {

        static MdmDocument of(Hl7MappingContext context) {
            Hl7Segment txa = context.segment("TXA");
            List<Hl7Segment> content = contentSegments(context.message());
            Optional<Coding> type = Hl7DataTypeMapper.coding(txa.field(2));
            Optional<String> title = txa.value(25)
                    .or(() -> type.flatMap(Coding::text))
                    .or(() -> content.stream()
                            .map(obx -> obx.field(3).text(2))
                            .filter(text -> !text.isEmpty())
                            .findFirst());
            Identifier number = context.identifiers()
                    .ei(txa.field(12))
                    .orElseThrow(() -> new RejectionException(Hl7RejectionCode.DOCUMENT_NUMBER_MISSING.at("TXA-12")));
            return new MdmDocument(
                    number,
                    context.identifiers().ei(txa.field(13)).filter(parent -> !parent.isSameNumberAs(number)),
                    isDischargeLetter(context, txa, content),
                    isDraft(txa),
                    type,
                    title,
                    Hl7DocumentContentStorer.storeFirst(context, content, title)
                            .or(() -> Hl7DocumentContentStorer.storeText(context, content, title)),
                    Hl7DataTypeMapper.practitioner(context.identifiers(), txa, 9)
                            .or(() -> Hl7DataTypeMapper.practitioner(context.identifiers(), txa, 5)));
        }

        DischargeLetterDrafted draftedEvent() {
            return new DischargeLetterDrafted(number, parent, title, document, author);
        }

        DischargeLetterIssued issuedEvent() {
            return new DischargeLetterIssued(number, title, document, author);
        }

        DischargeLetterReplaced replacedEvent() {
            return new DischargeLetterReplaced(number, parent, title, document, author);
        }

        StepRecorded stepEvent() {
            return stepEvent(draft ? StepStatus.IN_PROGRESS : StepStatus.DONE);
        }

        StepRecorded stepEvent(StepStatus status) {
            Map<String, String> details = new LinkedHashMap<>();
            type.flatMap(Coding::code).ifPresent(code -> details.put("type", code));
            parent.ifPresent(id -> details.put("parent", id.value()));
            author.flatMap(Practitioner::name).ifPresent(name -> details.put("author", name.toString()));
            return new StepRecorded(DOCUMENT_KIND, number, status, title, document, details);
        }

        /** The withdrawal of the document that this one replaces. */
        StepRecorded replacedStepEvent(Identifier parent) {
            return new StepRecorded(
                    DOCUMENT_KIND,
                    parent,
                    StepStatus.CANCELLED,
                    title,
                    Optional.empty(),
                    Map.of("replacedBy", number.value()));
        }

        private static boolean isDischargeLetter(Hl7MappingContext context, Hl7Segment txa, List<Hl7Segment> content) {
            Hl7Field type = txa.field(2);
            return Stream.concat(
                            Stream.of(type.text(1), type.text(4)),
                            content.stream().map(obx -> obx.text(3)))
                    .anyMatch(context.properties().letterTypes()::contains);
        }
    }
}
