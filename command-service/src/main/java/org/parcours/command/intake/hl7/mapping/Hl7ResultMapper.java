package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.ImagingReportStatus;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.LabOrFunctionalExamEvent.ResultWithdrawn;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ResultStatus;

/** Maps ORU R01 and the orders of OUL: each OBR is a result. */
final class Hl7ResultMapper {

    /** OBR-25 and OBX-11, HL7 tables 0123 and 0085. */
    private static final Set<String> PRELIMINARY_CODES = Set.of("P", "I", "R", "S", "A", "O");

    /** OBX-11: a reported value is corrected or withdrawn. Not X: there never was a value. */
    private static final Set<String> CORRECTION_CODES = Set.of("C", "D", "W");

    /** OBR-25 that announces a result, without containing one. */
    private static final Set<String> ANNOUNCEMENT_CODES = Set.of("", "I", "S", "O", "A", "R");

    private static final Set<String> WITHDRAWAL_CODES = Set.of("X", "D");

    private Hl7ResultMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        return OrderGroup.split(context.message()).stream()
                .filter(order ->
                        order.examination().isPresent() || Hl7ObservationMapper.hasValue(order.segmentsOf("OBX")))
                .flatMap(
                        order -> event(context, order)
                                .map(event -> context.fact(
                                        context.occurredAt(order.obr().field(22)), event))
                                .stream())
                .toList();
    }

    private static Optional<Event> event(Hl7MappingContext context, OrderGroup order) {
        String status = order.obr().text(25);
        List<Hl7Segment> values = order.segmentsOf("OBX");
        boolean allWithdrawn = !values.isEmpty() && values.stream().noneMatch(Hl7ObservationMapper::isNotWithdrawn);
        if (WITHDRAWAL_CODES.contains(status) || allWithdrawn) {
            return Optional.of(new ResultWithdrawn(order.orderNumbers(context), order.examination(), Optional.empty()));
        }
        return reportStatus(status, values).map(reportStatus -> reportedEvent(context, order, values, reportStatus));
    }

    /**
     * A value that is corrected, or withdrawn while others remain, makes the result a corrected one, whatever OBR-25
     * contains; in all other cases OBR-25 takes precedence over the values. Empty if there is no result yet.
     */
    private static Optional<ImagingReportStatus> reportStatus(String status, List<Hl7Segment> values) {
        Set<String> valueStatuses = values.stream().map(obx -> obx.text(11)).collect(Collectors.toSet());
        if (status.equals("C") || valueStatuses.stream().anyMatch(CORRECTION_CODES::contains)) {
            return Optional.of(ImagingReportStatus.CORRECTED);
        }
        if (values.isEmpty() && ANNOUNCEMENT_CODES.contains(status)) {
            return Optional.empty();
        }
        boolean preliminary = status.isEmpty()
                ? valueStatuses.stream().anyMatch(PRELIMINARY_CODES::contains)
                : PRELIMINARY_CODES.contains(status);
        return Optional.of(preliminary ? ImagingReportStatus.PRELIMINARY : ImagingReportStatus.FINAL);
    }

    private static Event reportedEvent(
            Hl7MappingContext context, OrderGroup order, List<Hl7Segment> values, ImagingReportStatus status) {
        OrderNumbers numbers = order.orderNumbers(context);
        Coding examination = order.examination()
                .or(() -> coding(order.segment("OBX").field(3)))
                .orElseThrow(() -> Hl7RejectionCode.EXAMINATION_MISSING.exceptionAt("OBR-4"));
        List<Observation> observations = Hl7ObservationMapper.map(context, values);
        Optional<DocumentRef> document = Hl7DocumentContentStorer.storeFirst(
                context,
                values.stream().filter(Hl7ObservationMapper::isNotWithdrawn).toList(),
                Optional.of(examination.label()));
        if (ImagingClassifier.isImaging(context, order)) {
            return new ImagingReported(numbers, examination, status, observations, document);
        }
        return status == ImagingReportStatus.CORRECTED
                ? new ResultCorrected(numbers, examination, observations, document)
                : new ResultIssued(
                        numbers,
                        examination,
                        status == ImagingReportStatus.PRELIMINARY ? ResultStatus.PRELIMINARY : ResultStatus.FINAL,
                        observations,
                        document);
    }
}
