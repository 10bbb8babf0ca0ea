package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent.ResultCorrected;
import org.parcours.events.ExamEvent.ResultIssued;
import org.parcours.events.ExamEvent.ResultWithdrawn;
import org.parcours.events.ImagingEvent.ImagingReported;
import org.parcours.events.Observation;
import org.parcours.events.OrderNumbers;
import org.parcours.events.ReportStatus;
import org.parcours.events.ResultStatus;

/** Maps ORU R01 and the orders of OUL: each OBR is a result. */
final class Hl7ResultMapper {

    /** OBR-25 and OBX-11, HL7 tables 0123 and 0085. */
    private static final Set<String> PRELIMINARY_CODES = Set.of("P", "I", "R", "S", "A", "O");

    /** OBX-11: a reported value is corrected or withdrawn. Not X: there never was a value. */
    private static final Set<String> CORRECTION_CODES = Set.of("C", "D", "W");

    /** OBR-25 that announces a result, without containing one. */
    private static final Set<String> ANNOUNCEMENT_CODES = Set.of("I", "S", "O", "A", "R");

    private Hl7ResultMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        return OrderGroup.split(context.message()).stream()
                .filter(order -> Hl7DataTypeMapper.coding(order.obr().field(4)).isPresent()
                        || Hl7ObservationMapper.hasValue(order.segmentsOf("OBX")))
                .flatMap(order -> mapResult(context, order))
                .toList();
    }

    private enum OverallStatus {
        NONE,
        PRELIMINARY,
        FINAL,
        CORRECTED,
        WITHDRAWN
    }

    private static Stream<Fact> mapResult(Hl7MappingContext context, OrderGroup order) {
        List<Hl7Segment> obxSegments = order.segmentsOf("OBX");
        OverallStatus overallStatus = overallStatus(order.obr().text(25), obxSegments);
        if (overallStatus == OverallStatus.NONE) {
            return Stream.empty();
        }
        OrderNumbers numbers = order.orderNumbers(context);
        Event event;
        if (overallStatus == OverallStatus.WITHDRAWN) {
            event = new ResultWithdrawn(
                    numbers, Hl7DataTypeMapper.coding(order.obr().field(4)), Optional.empty());
        } else {
            Coding examination = examination(order);
            List<Observation> observations = Hl7ObservationMapper.map(context, obxSegments);
            List<Hl7Segment> notWithdrawn = obxSegments.stream()
                    .filter(Hl7ObservationMapper::isNotWithdrawn)
                    .toList();
            Optional<DocumentRef> document =
                    Hl7DocumentContentStorer.storeFirst(context, notWithdrawn, Optional.of(examination.label()));
            event = event(context, order, overallStatus, numbers, examination, observations, document);
        }
        return Stream.of(context.fact(context.occurredAt(order.obr().field(22)), event));
    }

    private static Event event(
            Hl7MappingContext context,
            OrderGroup order,
            OverallStatus overallStatus,
            OrderNumbers numbers,
            Coding examination,
            List<Observation> observations,
            Optional<DocumentRef> document) {
        if (ImagingClassifier.isImaging(context, order)) {
            ReportStatus status =
                    switch (overallStatus) {
                        case PRELIMINARY -> ReportStatus.PRELIMINARY;
                        case CORRECTED -> ReportStatus.CORRECTED;
                        case FINAL, NONE, WITHDRAWN -> ReportStatus.FINAL;
                    };
            return new ImagingReported(numbers, examination, status, observations, document);
        }
        ResultStatus status =
                overallStatus == OverallStatus.PRELIMINARY ? ResultStatus.PRELIMINARY : ResultStatus.FINAL;
        return overallStatus == OverallStatus.CORRECTED
                ? new ResultCorrected(numbers, examination, observations, document)
                : new ResultIssued(numbers, examination, status, observations, document);
    }

    /**
     * A value that is corrected, or withdrawn while others remain, makes the result a corrected one, whatever OBR-25
     * contains; in all other cases OBR-25 takes precedence over the values.
     */
    private static OverallStatus overallStatus(String status, List<Hl7Segment> observations) {
        Set<String> valueStatuses = Set.copyOf(
                observations.stream().map(obx -> obx.text(11)).distinct().toList());
        boolean allWithdrawn =
                !observations.isEmpty() && observations.stream().noneMatch(Hl7ObservationMapper::isNotWithdrawn);
        if (status.equals("X") || status.equals("D") || allWithdrawn) {
            return OverallStatus.WITHDRAWN;
        }
        if (status.equals("C") || valueStatuses.stream().anyMatch(CORRECTION_CODES::contains)) {
            return OverallStatus.CORRECTED;
        }
        if (observations.isEmpty() && (status.isEmpty() || ANNOUNCEMENT_CODES.contains(status))) {
            return OverallStatus.NONE;
        }
        boolean preliminary = status.isEmpty()
                ? valueStatuses.stream().anyMatch(PRELIMINARY_CODES::contains)
                : PRELIMINARY_CODES.contains(status);
        return preliminary ? OverallStatus.PRELIMINARY : OverallStatus.FINAL;
    }

    /** OBR-4, else the code of the first value. */
    private static Coding examination(OrderGroup order) {
        return Hl7DataTypeMapper.coding(order.obr().field(4))
                .or(() -> Hl7DataTypeMapper.coding(order.segment("OBX").field(3)))
                .orElseThrow(() -> new RejectionException(Hl7RejectionCode.EXAMINATION_MISSING.at("OBR-4")));
    }
}
