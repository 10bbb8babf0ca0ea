package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7DateTime;
import org.parcours.command.intake.hl7.message.Hl7DateTimeParser;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrderCancelled;
import org.parcours.events.LabOrFunctionalExamEvent.ExamOrdered;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;

/** Maps ORM O01, OMG O19, OML O21 and OMI O23: each ORC with its OBR is an order. */
final class Hl7OrderMapper {

    /** ORC-1, HL7 table 0119: the examination is ordered, its order is changed, or it is in progress. */
    private static final Set<String> ORDER_CONTROLS =
            Set.of("", "NW", "XO", "RF", "RO", "CH", "PA", "OK", "NA", "SN", "SC", "XX", "XR", "SR");

    /** ORC-1 that has no meaning by itself: ORC-5 contains the status. */
    private static final Set<String> STATUS_CONTROLS = Set.of("SC", "SR", "OK", "");

    private static final Set<String> CANCELLED_STATUSES = Set.of("CA", "DC");

    private Hl7OrderMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        return OrderGroup.split(context.message()).stream()
                .flatMap(order -> order.hasSegment("RXO")
                        ? Hl7MedicationMapper.mapPrescription(context, order)
                        : Stream.concat(
                                mapOrder(context, order).stream(), Hl7SpecimenMapper.mapCollected(context, order)))
                .toList();
    }

    private static Optional<Fact> mapOrder(Hl7MappingContext context, OrderGroup order) {
        return event(context, order)
                .map(event -> context.fact(context.occurredAt(order.orc().field(9)), event));
    }

    private static Optional<Event> event(Hl7MappingContext context, OrderGroup order) {
        String control = order.orc().text(1);
        String status = order.orc().text(5);
        OrderNumbers numbers = order.orderNumbers(context);
        boolean imaging = ImagingClassifier.isImaging(context, order);
        if (order.isCancelled() || STATUS_CONTROLS.contains(control) && CANCELLED_STATUSES.contains(status)) {
            Optional<Coding> reason = coding(order.orc().field(16));
            return Optional.of(
                    imaging
                            ? new ImagingOrderCancelled(numbers, order.examination(), reason)
                            : new ExamOrderCancelled(numbers, order.examination(), reason));
        }
        if (!ORDER_CONTROLS.contains(control) || order.examination().isEmpty()) {
            return Optional.empty();
        }
        Coding examination = order.examination().get();
        return Optional.of(
                imaging && status.equals("CM")
                        ? new ImagingPerformed(numbers, examination, ImagingClassifier.modality(order))
                        : orderedEvent(context, order, numbers, examination, imaging));
    }

    private static Event orderedEvent(
            Hl7MappingContext context, OrderGroup order, OrderNumbers numbers, Coding examination, boolean imaging) {
        Hl7Segment orc = order.orc();
        Hl7Segment obr = order.obr();
        Hl7Segment tq1 = order.segment("TQ1");
        Hl7DateTimeParser dateTimes = context.dateTimes();
        // TQ1 since v2.5; ORC-7 and OBR-27 earlier, OBR-5 and OBR-6 earlier still. OBR-36 is the scheduled time.
        Optional<String> priority = tq1.value(9)
                .or(() -> orc.field(7).value(6))
                .or(() -> obr.field(27).value(6))
                .or(() -> obr.value(5));
        Optional<PartialDateTime> plannedAt = dateTimes
                .parse(obr.field(36))
                .or(() -> dateTimes.parse(tq1.field(7)))
                .or(() -> dateTimes.parse(orc.field(7), 4))
                .or(() -> dateTimes.parse(obr.field(27), 4))
                .or(() -> dateTimes.parse(obr.field(6)))
                .map(Hl7DateTime::value);
        Optional<Practitioner> prescriber = context.practitioner(orc, 12).or(() -> context.practitioner(obr, 16));
        return imaging
                ? new ImagingOrdered(numbers, examination, priority, plannedAt, prescriber)
                : new ExamOrdered(numbers, examination, priority, plannedAt, prescriber);
    }
}
