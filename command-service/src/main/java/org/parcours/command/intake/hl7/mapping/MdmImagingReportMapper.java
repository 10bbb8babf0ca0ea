package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.hl7.mapping.Hl7DocumentContentStorer.StoredDocuments;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.Practitioner;

/** Maps an MDM that contains an imaging report (TXA-2 DI): the result of its order, as an ORU would report it. */
final class MdmImagingReportMapper {

    private static final Set<String> EDIT_TRIGGERS = Set.of("T07", "T08", "T09", "T10");

    private MdmImagingReportMapper() {}

    /**
     * An addendum (T05, T06) is a document of its own: as a report it would replace the report to which it is added.
     */
    static boolean isImagingReport(Hl7MappingContext context) {
        Hl7FieldRepetition type = context.segment("TXA").field(2);
        List<String> reportTypes = context.properties().reportTypes();
        return !Hl7DocumentMapper.isAddendum(context)
                && (reportTypes.contains(type.text(1)) || reportTypes.contains(type.text(4)));
    }

    static List<Fact> map(Hl7MappingContext context) {
        OrderNumbers order = orderNumbers(context);
        List<Hl7Segment> content = Hl7DocumentMapper.contentSegments(context.message());
        OccurrenceTime occurredAt = context.occurredAt(
                context.segment("OBR").field(7), context.segment("TXA").field(4));
        boolean withdrawn = Hl7DocumentMapper.isWithdrawal(context) || Hl7DocumentMapper.isContentWithdrawn(content);
        Coding examination = examination(context, content);
        List<Observation> observations = Hl7ObservationMapper.map(context, Optional.of(examination), content);
        StoredDocuments documents = Hl7DocumentContentStorer.store(
                context, content, Optional.of(examination.label()), !observations.isEmpty());
        Event event = withdrawn
                ? new ResultWithdrawn(order, statedExamination(context), Optional.empty())
                : new ImagingReported(order, examination, status(context), observations, documents.main());
        Fact fact = Hl7DocumentMapper.annotate(context, documents, context.fact(occurredAt, event));
        Optional<String> author = Hl7DocumentMapper.author(context).map(Practitioner::label);
        return List.of(fact.withAnnotations(fact.annotations().withDetail(DetailKey.INTERPRETER, author)));
    }

    private static ImagingReportStatus status(Hl7MappingContext context) {
        if (Hl7DocumentMapper.isDraft(context.segment("TXA"))) {
            return ImagingReportStatus.PRELIMINARY;
        }
        return EDIT_TRIGGERS.contains(context.trigger()) ? ImagingReportStatus.CORRECTED : ImagingReportStatus.FINAL;
    }

    private static Coding examination(Hl7MappingContext context, List<Hl7Segment> content) {
        return statedExamination(context)
                .or(() -> content.stream()
                        .filter(segment -> segment.is("OBX"))
                        .flatMap(obx -> coding(obx.field(3)).stream())
                        .findFirst())
                .or(() -> coding(context.segment("TXA").field(2)))
                .orElseThrow(() -> Hl7RejectionCode.EXAMINATION_MISSING.exceptionAt("OBR-4"));
    }

    /** OBR-4 of the order before TXA (since v2.6); else the document's title. */
    private static Optional<Coding> statedExamination(Hl7MappingContext context) {
        return coding(context.segment("OBR").field(4))
                .or(() -> context.segment("TXA").value(25).map(Hl7DataTypeMapper::textCoding));
    }

    /**
     * TXA-14 and TXA-15, else those of the order; else the document's number or, for a replacement, its parent's, under
     * which the first version was recorded.
     */
    private static OrderNumbers orderNumbers(Hl7MappingContext context) {
        Hl7IdentifierMapper identifiers = context.identifiers();
        Hl7Segment txa = context.segment("TXA");
        Hl7Segment obr = context.segment("OBR");
        Hl7Segment orc = context.segment("ORC");
        Optional<Identifier> placer = identifiers.ei(txa.field(14), obr.field(2), orc.field(2));
        Optional<Identifier> filler = identifiers.ei(txa.field(15), obr.field(3), orc.field(3));
        if (placer.isPresent() || filler.isPresent()) {
            return new OrderNumbers(placer, filler);
        }
        Identifier number = identifiers
                .ei(txa.field(13), txa.field(12))
                .orElseThrow(() -> Hl7RejectionCode.DOCUMENT_NUMBER_MISSING.exceptionAt("TXA-12"));
        return new OrderNumbers(Optional.empty(), Optional.of(number));
    }
}
