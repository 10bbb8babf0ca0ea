package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
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

/** ORU R01, and what OUL reports of an order: each OBR is a result. */
final class Results {

    /** OBR-25 and OBX-11, HL7 tables 0123 and 0085. */
    private static final Set<String> PRELIMINARY = Set.of("P", "I", "R", "S", "A", "O");

    /** OBX-11: something that was told is told otherwise, or no more. X is none of it: it never was a value. */
    private static final Set<String> CORRECTED = Set.of("C", "D", "W");

    /** OBR-25 that announces a result without having one. */
    private static final Set<String> ANNOUNCED = Set.of("I", "S", "O", "A", "R");

    private Results() {}

    static List<Fact> facts(Told told) {
        return OrderGroup.of(told.message()).stream()
                .filter(order ->
                        People.coding(order.obr().field(4)).isPresent() || Observations.anyValue(order.all("OBX")))
                .flatMap(order -> result(told, order))
                .toList();
    }

    private enum Outcome {
        NONE,
        PRELIMINARY,
        FINAL,
        CORRECTED,
        WITHDRAWN
    }

    private static Stream<Fact> result(Told told, OrderGroup order) {
        List<Hl7Segment> observed = order.all("OBX");
        Outcome outcome = outcome(order.obr().text(25), observed);
        if (outcome == Outcome.NONE) {
            return Stream.empty();
        }
        OrderNumbers numbers = order.numbers(told);
        Event event;
        if (outcome == Outcome.WITHDRAWN) {
            event = new ResultWithdrawn(numbers, People.coding(order.obr().field(4)), Optional.empty());
        } else {
            Coding examination = examination(order);
            List<Observation> observations = Observations.of(told, observed);
            List<Hl7Segment> standing =
                    observed.stream().filter(Observations::stands).toList();
            Optional<DocumentRef> document = Attachments.first(told, standing, Optional.of(examination.label()));
            event = event(told, order, outcome, numbers, examination, observations, document);
        }
        return Stream.of(told.fact(told.occurredAt(order.obr().field(22)), event));
    }

    private static Event event(
            Told told,
            OrderGroup order,
            Outcome outcome,
            OrderNumbers numbers,
            Coding examination,
            List<Observation> observations,
            Optional<DocumentRef> document) {
        if (Imaging.isImaging(told, order)) {
            ReportStatus status =
                    switch (outcome) {
                        case PRELIMINARY -> ReportStatus.PRELIMINARY;
                        case CORRECTED -> ReportStatus.CORRECTED;
                        case FINAL, NONE, WITHDRAWN -> ReportStatus.FINAL;
                    };
            return new ImagingReported(numbers, examination, status, observations, document);
        }
        ResultStatus status = outcome == Outcome.PRELIMINARY ? ResultStatus.PRELIMINARY : ResultStatus.FINAL;
        return outcome == Outcome.CORRECTED
                ? new ResultCorrected(numbers, examination, observations, document)
                : new ResultIssued(numbers, examination, status, observations, document);
    }

    /**
     * A value that is corrected, or taken back among others, makes a corrected result, whatever OBR-25 says; OBR-25 wins
     * over the rest.
     */
    private static Outcome outcome(String status, List<Hl7Segment> observations) {
        Set<String> each = Set.copyOf(
                observations.stream().map(obx -> obx.text(11)).distinct().toList());
        boolean allWithdrawn = !observations.isEmpty() && observations.stream().noneMatch(Observations::stands);
        if (status.equals("X") || status.equals("D") || allWithdrawn) {
            return Outcome.WITHDRAWN;
        }
        if (status.equals("C") || each.stream().anyMatch(CORRECTED::contains)) {
            return Outcome.CORRECTED;
        }
        if (observations.isEmpty() && (status.isEmpty() || ANNOUNCED.contains(status))) {
            return Outcome.NONE;
        }
        boolean preliminary =
                status.isEmpty() ? each.stream().anyMatch(PRELIMINARY::contains) : PRELIMINARY.contains(status);
        return preliminary ? Outcome.PRELIMINARY : Outcome.FINAL;
    }

    /** OBR-4, else what was observed first. */
    private static Coding examination(OrderGroup order) {
        return People.coding(order.obr().field(4))
                .or(() -> People.coding(order.segment("OBX").field(3)))
                .orElseThrow(() -> new RejectionException(Hl7Rejections.EXAMINATION_MISSING.at("OBR-4")));
    }
}
