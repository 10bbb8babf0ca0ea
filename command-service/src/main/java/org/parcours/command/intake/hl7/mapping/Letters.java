package org.parcours.command.intake.hl7.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
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

/** MDM: a discharge letter has events of its own, any other document is a step. */
final class Letters {

    /** TXA-17: not finished. A draft must not take a stay off "discharged, no letter sent". */
    private static final Set<String> DRAFT = Set.of("DI", "IN", "IP", "PA");

    /** TXA-19: no longer to be read. */
    private static final Set<String> GONE = Set.of("CA", "OB", "UN");

    private static final String DOCUMENT = "document";

    private Letters() {}

    /** T01, T02; T05, T06, whose addendum is a document of its own beside its parent. */
    static List<Fact> issued(Told told) {
        Letter letter = Letter.of(told);
        boolean addendum = Set.of("T05", "T06").contains(told.trigger());
        return letter.discharge() && !addendum
                ? fact(told, letter.draft() ? letter.drafted() : letter.issued())
                : fact(told, letter.step());
    }

    /** T07, T08, T09, T10: an edit keeps its number, a replacement names its parent. */
    static List<Fact> replaced(Told told) {
        Letter letter = Letter.of(told);
        if (letter.discharge()) {
            return fact(told, letter.draft() ? letter.drafted() : letter.replaced());
        }
        Fact step = told.fact(told.occurredAt(), letter.step());
        return Stream.concat(
                        letter
                                .parent()
                                .map(parent -> told.fact(told.occurredAt(), letter.replacedStep(parent)))
                                .stream(),
                        Stream.of(step))
                .toList();
    }

    /** T03, T04: withdrawn, unless TXA-19 says that it is available: then it has been validated. */
    static List<Fact> statusChanged(Told told) {
        return isWithdrawal(told) ? withdrawn(told) : issued(told);
    }

    /** T11. */
    static List<Fact> withdrawn(Told told) {
        Letter letter = Letter.of(told);
        return letter.discharge()
                ? fact(told, new DischargeLetterWithdrawn(letter.number(), Optional.empty()))
                : fact(told, letter.step(StepStatus.CANCELLED));
    }

    /** What stands before TXA belongs to an order that the document is about. */
    static List<Hl7Segment> content(Hl7Message message) {
        return message.segments().stream()
                .dropWhile(segment -> !segment.is("TXA"))
                .filter(segment -> segment.is("OBX"))
                .toList();
    }

    static boolean isDraft(Hl7Segment txa) {
        return DRAFT.contains(txa.text(17));
    }

    /** T11; T03 and T04, unless TXA-19 says that it is available. */
    static boolean isWithdrawal(Told told) {
        return told.trigger().equals("T11")
                || Set.of("T03", "T04").contains(told.trigger()) && !isAvailable(told.segment("TXA"));
    }

    private static boolean isAvailable(Hl7Segment txa) {
        return txa.told(19).map(status -> !GONE.contains(status)).orElse(false);
    }

    private static List<Fact> fact(Told told, Event event) {
        return told.facts(told.occurredAt(), event);
    }

    private record Letter(
            Identifier number,
            Optional<Identifier> parent,
            boolean discharge,
            boolean draft,
            Optional<Coding> type,
            Optional<String> title,
            Optional<DocumentRef> document,
            Optional<Practitioner> author) {

        static Letter of(Told told) {
            Hl7Segment txa = told.segment("TXA");
            List<Hl7Segment> content = content(told.message());
            Optional<Coding> type = People.coding(txa.field(2));
            Optional<String> title = txa.told(25)
                    .or(() -> type.flatMap(Coding::text))
                    .or(() -> content.stream()
                            .map(obx -> obx.field(3).text(2))
                            .filter(text -> !text.isEmpty())
                            .findFirst());
            Identifier number = told.numbers()
                    .ei(txa.field(12))
                    .orElseThrow(() -> new RejectionException(Hl7Rejections.DOCUMENT_NUMBER_MISSING.at("TXA-12")));
            return new Letter(
                    number,
                    told.numbers().ei(txa.field(13)).filter(parent -> !parent.isSameNumberAs(number)),
                    isDischargeLetter(told, txa, content),
                    isDraft(txa),
                    type,
                    title,
                    Attachments.first(told, content, title).or(() -> Attachments.text(told, content, title)),
                    People.practitioner(told.numbers(), txa, 9).or(() -> People.practitioner(told.numbers(), txa, 5)));
        }

        DischargeLetterDrafted drafted() {
            return new DischargeLetterDrafted(number, parent, title, document, author);
        }

        DischargeLetterIssued issued() {
            return new DischargeLetterIssued(number, title, document, author);
        }

        DischargeLetterReplaced replaced() {
            return new DischargeLetterReplaced(number, parent, title, document, author);
        }

        StepRecorded step() {
            return step(draft ? StepStatus.IN_PROGRESS : StepStatus.DONE);
        }

        StepRecorded step(StepStatus status) {
            Map<String, String> details = new LinkedHashMap<>();
            type.flatMap(Coding::code).ifPresent(code -> details.put("type", code));
            parent.ifPresent(id -> details.put("parent", id.value()));
            author.flatMap(Practitioner::name).ifPresent(name -> details.put("author", name.toString()));
            return new StepRecorded(DOCUMENT, number, status, title, document, details);
        }

        /** The document that this one takes the place of. */
        StepRecorded replacedStep(Identifier parent) {
            return new StepRecorded(
                    DOCUMENT,
                    parent,
                    StepStatus.CANCELLED,
                    title,
                    Optional.empty(),
                    Map.of("replacedBy", number.value()));
        }

        private static boolean isDischargeLetter(Told told, Hl7Segment txa, List<Hl7Segment> content) {
            Hl7Field type = txa.field(2);
            return Stream.concat(
                            Stream.of(type.text(1), type.text(4)),
                            content.stream().map(obx -> obx.text(3)))
                    .anyMatch(told.settings().letterTypes()::contains);
        }
    }
}
