package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.hl7.mapping.Hl7DocumentContentStorer.StoredDocuments;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.ResultStatus;

/** Maps ORU R01 and the orders of OUL: each OBR is a result. */
final class Hl7ResultMapper {

    private Hl7ResultMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        return ReportGroups.of(context).stream()
                .flatMap(order -> {
                    List<Fact> facts = report(context, order).stream().toList();
                    return context.account().withUnread(facts, order.allSegments()).stream();
                })
                .toList();
    }

    static Optional<Fact> report(Hl7MappingContext context, OrderGroup order) {
        List<Hl7Segment> values = order.segmentsOf("OBX");
        if (order.examination().isEmpty() && !Hl7ObservationMapper.hasValue(values)) {
            return Optional.empty();
        }
        Hl7ReportStatus status = Hl7ReportStatus.of(order.obr().text(25), values);
        return switch (status) {
            case Hl7ReportStatus.Announced _ -> Optional.empty();
            case Hl7ReportStatus.Withdrawn _ -> Optional.of(withdrawn(context, order, values));
            case Hl7ReportStatus.Reported(ImagingReportStatus reportStatus) ->
                Optional.of(reported(context, order, reportStatus));
        };
    }

    /** Whatever the values of a cancelled report say, none counts. */
    private static Fact withdrawn(Hl7MappingContext context, OrderGroup order, List<Hl7Segment> values) {
        values.forEach(Hl7Segment::markAllRead);
        ResultWithdrawn event = new ResultWithdrawn(order.orderNumbers(context), order.examination(), Optional.empty());
        return ReportAnnotations.annotate(context, order, context.fact(occurredAt(context, order), event));
    }

    private static Fact reported(Hl7MappingContext context, OrderGroup order, ImagingReportStatus status) {
        Coding examination = order.examination()
                .or(() -> coding(order.segment("OBX").field(3)))
                .orElseThrow(() -> Hl7RejectionCode.EXAMINATION_MISSING.exceptionAt("OBR-4"));
        List<Observation> observations = Hl7ObservationMapper.map(context, Optional.of(examination), order.segments());
        StoredDocuments documents = Hl7DocumentContentStorer.store(
                context, order.segments(), Optional.of(examination.label()), !observations.isEmpty());
        Event event = event(context, order, examination, status, observations, documents);
        Fact fact = context.fact(occurredAt(context, order), event);
        return withUnknownCodes(order, documents.annotate(ReportAnnotations.annotate(context, order, fact)));
    }

    private static Fact withUnknownCodes(OrderGroup order, Fact fact) {
        List<String> unknown = Hl7ReportStatus.unknownCodes(order.obr().text(25), order.segmentsOf("OBX"));
        return unknown.isEmpty()
                ? fact
                : fact.withAnomalies(
                        List.of(Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, String.join(", ", unknown))));
    }

    private static Event event(
            Hl7MappingContext context,
            OrderGroup order,
            Coding examination,
            ImagingReportStatus status,
            List<Observation> observations,
            StoredDocuments documents) {
        if (ImagingClassifier.isImaging(context, order)) {
            return new ImagingReported(
                    order.orderNumbers(context), examination, status, observations, documents.main());
        }
        return switch (status) {
            case CORRECTED ->
                new ResultCorrected(order.orderNumbers(context), examination, observations, documents.main());
            case PRELIMINARY, FINAL ->
                new ResultIssued(
                        order.orderNumbers(context),
                        examination,
                        status == ImagingReportStatus.FINAL ? ResultStatus.FINAL : ResultStatus.PRELIMINARY,
                        observations,
                        documents.main());
        };
    }

    /** A result stands at its collection (rule 10): OBR-7, OBX-14, SPM-17; else when it was reported, OBR-22. */
    private static OccurrenceTime occurredAt(Hl7MappingContext context, OrderGroup order) {
        Stream<Hl7FieldRepetition> observed = order.segmentsOf("OBX").stream()
                .filter(obx -> Hl7ObservationGroup.observedAt(context, obx).isPresent())
                .limit(1)
                .map(obx -> obx.field(14));
        return context.occurredAt(Stream.of(
                        Stream.of(order.obr().field(7)),
                        observed,
                        Stream.of(order.segment("SPM").field(17), order.obr().field(22)))
                .flatMap(fields -> fields)
                .toArray(Hl7FieldRepetition[]::new));
    }
}
