package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
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

/** Maps an MDM that contains an imaging report (TXA-2 DI): the result of its order, as an ORU would report it. */
final class MdmImagingReportMapper {

    private static final Set<String> ADDENDUM_TRIGGERS = Set.of("T05", "T06");
    private static final Set<String> EDIT_TRIGGERS = Set.of("T07", "T08", "T09", "T10");

    private MdmImagingReportMapper() {}

    /**
     * An addendum (T05, T06) is a document of its own: as a report it would replace the report to which it is added.
     */
    static boolean isImagingReport(Hl7MappingContext context) {
        Hl7Field type = context.segment("TXA").field(2);
        return !ADDENDUM_TRIGGERS.contains(context.trigger())
                && Stream.of(type.text(1), type.text(4))
                        .anyMatch(context.properties().reportTypes()::contains);
    }

    static List<Fact> map(Hl7MappingContext context) {
        Hl7Segment txa = context.segment("TXA");
        OrderNumbers order = orderNumbers(context, txa);
        return context.facts(
                context.occurredAt(),
                Hl7DocumentMapper.isWithdrawal(context)
                        ? withdrawnEvent(context, order)
                        : reportedEvent(context, order));
    }

    private static Event withdrawnEvent(Hl7MappingContext context, OrderNumbers order) {
        return new ResultWithdrawn(order, examination(context), Optional.empty());
    }

    private static Event reportedEvent(Hl7MappingContext context, OrderNumbers order) {
        Hl7Segment txa = context.segment("TXA");
        List<Hl7Segment> content = Hl7DocumentMapper.contentSegments(context.message());
        Coding examination = examination(context)
                .or(() -> content.stream()
                        .map(obx -> Hl7DataTypeMapper.coding(obx.field(3)))
                        .flatMap(Optional::stream)
                        .findFirst())
                .or(() -> Hl7DataTypeMapper.coding(txa.field(2)))
                .orElseThrow(() -> new RejectionException(Hl7RejectionCode.EXAMINATION_MISSING.at("OBR-4")));
        ReportStatus status;
        if (Hl7DocumentMapper.isDraft(txa)) {
            status = ReportStatus.PRELIMINARY;
        } else {
            status = EDIT_TRIGGERS.contains(context.trigger()) ? ReportStatus.CORRECTED : ReportStatus.FINAL;
        }
        Optional<String> title = Optional.of(examination.label());
        return new ImagingReported(
                order,
                examination,
                status,
                Hl7ObservationMapper.map(context, content),
                Hl7DocumentContentStorer.storeFirst(context, content, title));
    }

    /** OBR-4 of the order before TXA (since v2.6); else the document's title. */
    private static Optional<Coding> examination(Hl7MappingContext context) {
        return Hl7DataTypeMapper.coding(context.segment("OBR").field(4)).or(() -> context.segment("TXA")
                .value(25)
                .map(title -> new Coding(Optional.empty(), Optional.of(title), Optional.empty())));
    }

    /**
     * TXA-14 and TXA-15, else those of the order; else the document's number or, for a replacement, its parent's, under
     * which the first version was recorded.
     */
    private static OrderNumbers orderNumbers(Hl7MappingContext context, Hl7Segment txa) {
        Hl7IdentifierMapper identifiers = context.identifiers();
        Hl7Segment obr = context.segment("OBR");
        Hl7Segment orc = context.segment("ORC");
        Optional<Identifier> placer = identifiers
                .ei(txa.field(14))
                .or(() -> identifiers.ei(obr.field(2)))
                .or(() -> identifiers.ei(orc.field(2)));
        Optional<Identifier> filler = identifiers
                .ei(txa.field(15))
                .or(() -> identifiers.ei(obr.field(3)))
                .or(() -> identifiers.ei(orc.field(3)));
        if (placer.isPresent() || filler.isPresent()) {
            return new OrderNumbers(placer, filler);
        }
        Identifier number = identifiers
                .ei(txa.field(13))
                .or(() -> identifiers.ei(txa.field(12)))
                .orElseThrow(() -> new RejectionException(Hl7RejectionCode.DOCUMENT_NUMBER_MISSING.at("TXA-12")));
        return new OrderNumbers(Optional.empty(), Optional.of(number));
    }
}
