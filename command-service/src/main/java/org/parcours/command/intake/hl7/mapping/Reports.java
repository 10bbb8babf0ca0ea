package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ReportStatus;

/** MDM of a report of imaging (TXA-2 DI): the answer to its order, as an ORU would be. */
final class Reports {

    private static final Set<String> ADDENDUM = Set.of("T05", "T06");
    private static final Set<String> EDITED = Set.of("T07", "T08", "T09", "T10");

    private Reports() {}

    /** An addendum (T05, T06) is a document of its own: as the report it would take the place of what it adds to. */
    static boolean isOfImaging(Told told) {
        Hl7Field type = told.segment("TXA").field(2);
        return !ADDENDUM.contains(told.trigger())
                && Stream.of(type.text(1), type.text(4))
                        .anyMatch(told.settings().reportTypes()::contains);
    }

    static List<Fact> facts(Told told) {
        Hl7Segment txa = told.segment("TXA");
        OrderNumbers order = order(told, txa);
        return told.facts(
                told.occurredAt(), Letters.isWithdrawal(told) ? withdrawn(told, order) : reported(told, order));
    }

    private static Event withdrawn(Told told, OrderNumbers order) {
        return new ResultWithdrawn(order, examined(told), Optional.empty());
    }

    private static Event reported(Told told, OrderNumbers order) {
        Hl7Segment txa = told.segment("TXA");
        List<Hl7Segment> content = Letters.content(told.message());
        Coding examination = examined(told)
                .or(() -> content.stream()
                        .map(obx -> People.coding(obx.field(3)))
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> People.coding(txa.field(2)))
                .orElseThrow(() -> new RejectionException(Hl7Rejections.EXAMINATION_MISSING.at("OBR-4")));
        ReportStatus status;
        if (Letters.isDraft(txa)) {
            status = ReportStatus.PRELIMINARY;
        } else {
            status = EDITED.contains(told.trigger()) ? ReportStatus.CORRECTED : ReportStatus.FINAL;
        }
        Optional<String> title = Optional.of(examination.label());
        return new ImagingReported(
                order, examination, status, Observations.of(told, content), Attachments.first(told, content, title));
    }

    /** OBR-4 of the order before TXA, which MDM has since v2.6; else the document's title. */
    private static Optional<Coding> examined(Told told) {
        return People.coding(told.segment("OBR").field(4)).or(() -> told.segment("TXA")
                .told(25)
                .map(title -> new Coding(Optional.empty(), Optional.of(title), Optional.empty())));
    }

    /**
     * TXA-14 and TXA-15, else the order's own; else the number of the document, and of a replacement its parent's, under
     * which the first was told.
     */
    private static OrderNumbers order(Told told, Hl7Segment txa) {
        Numbers numbers = told.numbers();
        Hl7Segment obr = told.segment("OBR");
        Hl7Segment orc = told.segment("ORC");
        Optional<Identifier> placer =
                numbers.ei(txa.field(14)).or(() -> numbers.ei(obr.field(2))).or(() -> numbers.ei(orc.field(2)));
        Optional<Identifier> filler =
                numbers.ei(txa.field(15)).or(() -> numbers.ei(obr.field(3))).or(() -> numbers.ei(orc.field(3)));
        if (placer.isPresent() || filler.isPresent()) {
            return new OrderNumbers(placer, filler);
        }
        Identifier number = numbers.ei(txa.field(13))
                .or(() -> numbers.ei(txa.field(12)))
                .orElseThrow(() -> new RejectionException(Hl7Rejections.DOCUMENT_NUMBER_MISSING.at("TXA-12")));
        return new OrderNumbers(Optional.empty(), Optional.of(number));
    }
}
