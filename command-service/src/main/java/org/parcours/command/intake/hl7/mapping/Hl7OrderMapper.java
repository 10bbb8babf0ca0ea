package org.parcours.command.intake.hl7.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.message.Fact;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.ExamEvent.ExamOrderCancelled;
import org.parcours.events.ExamEvent.ExamOrdered;
import org.parcours.events.ImagingEvent.ImagingOrderCancelled;
import org.parcours.events.ImagingEvent.ImagingOrdered;
import org.parcours.events.ImagingEvent.ImagingPerformed;
import org.parcours.events.OrderNumbers;
import org.parcours.events.Practitioner;

/** Maps ORM O01, OMG O19, OML O21 and OMI O23: each ORC with its OBR is an order. */
final class Hl7OrderMapper {

    /** ORC-1, HL7 table 0119: the examination is ordered, its order is changed, or it is in progress. */
    private static final Set<String> ORDER_CONTROLS =
            Set.of("", "NW", "XO", "RF", "RO", "CH", "PA", "OK", "NA", "SN", "SC", "XX", "XR", "SR");

    /** ORC-1: the order is cancelled. */
    private static final Set<String> CANCEL_CONTROLS = Set.of("CA", "OC", "CR", "DC", "OD", "DR", "UA");

    /** ORC-1 that has no meaning by itself: ORC-5 contains the status. */
    private static final Set<String> STATUS_CONTROLS = Set.of("SC", "SR", "OK", "");

    private static final Set<String> CANCELLED_STATUSES = Set.of("CA", "DC");

    private Hl7OrderMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        return OrderGroup.split(context.message()).stream()
                .flatMap(order -> order.hasSegment("RXO")
                        ? Hl7MedicationMapper.mapPrescription(context, order)
                        : Stream.concat(mapOrder(context, order), Hl7SpecimenMapper.mapCollected(context, order)))
                .toList();
    }

    private static Stream<Fact> mapOrder(Hl7MappingContext context, OrderGroup order) {
        String control = order.orc().text(1);
        String status = order.orc().text(5);
        boolean usesStatus = STATUS_CONTROLS.contains(control);
        boolean cancelled = CANCEL_CONTROLS.contains(control) || usesStatus && CANCELLED_STATUSES.contains(status);
        if (cancelled) {
            return Stream.of(fact(context, order, cancelledEvent(context, order)));
        }
        if (!ORDER_CONTROLS.contains(control)
                || Hl7DataTypeMapper.coding(order.obr().field(4)).isEmpty()) {
            return Stream.empty();
        }
        boolean performed = status.equals("CM") && ImagingClassifier.isImaging(context, order);
        return Stream.of(
                fact(context, order, performed ? performedEvent(context, order) : orderedEvent(context, order)));
    }

    private static Event orderedEvent(Hl7MappingContext context, OrderGroup order) {
        OrderNumbers numbers = order.orderNumbers(context);
        Coding examination = examination(order);
        // TQ1 since v2.5; ORC-7 and OBR-27 earlier, OBR-5 and OBR-6 earlier still. OBR-36 is the scheduled time.
        Optional<String> priority = order.segment("TQ1")
                .value(9)
                .or(() -> order.orc().field(7).value(6))
                .or(() -> order.obr().field(27).value(6))
                .or(() -> order.obr().value(5));
        Optional<OffsetDateTime> plannedAt = context.dateTimes()
                .parse(order.obr().field(36))
                .or(() -> context.dateTimes().parse(order.segment("TQ1").field(7)))
                .or(() -> context.dateTimes().parse(order.orc().field(7), 4))
                .or(() -> context.dateTimes().parse(order.obr().field(27), 4))
                .or(() -> context.dateTimes().parse(order.obr().field(6)));
        Optional<Practitioner> prescriber = Hl7DataTypeMapper.practitioner(context.identifiers(), order.orc(), 12)
                .or(() -> Hl7DataTypeMapper.practitioner(context.identifiers(), order.obr(), 16));
        return ImagingClassifier.isImaging(context, order)
                ? new ImagingOrdered(numbers, examination, priority, plannedAt, prescriber)
                : new ExamOrdered(numbers, examination, priority, plannedAt, prescriber);
    }

    private static Event performedEvent(Hl7MappingContext context, OrderGroup order) {
        return new ImagingPerformed(order.orderNumbers(context), examination(order), ImagingClassifier.modality(order));
    }

    private static Event cancelledEvent(Hl7MappingContext context, OrderGroup order) {
        Optional<Coding> examination = Hl7DataTypeMapper.coding(order.obr().field(4));
        Optional<Coding> reason = Hl7DataTypeMapper.coding(order.orc().field(16));
        return ImagingClassifier.isImaging(context, order)
                ? new ImagingOrderCancelled(order.orderNumbers(context), examination, reason)
                : new ExamOrderCancelled(order.orderNumbers(context), examination, reason);
    }

    static Coding examination(OrderGroup order) {
        return Hl7DataTypeMapper.coding(order.obr().field(4))
                .orElseThrow(() -> new RejectionException(Hl7RejectionCode.EXAMINATION_MISSING.at("OBR-4")));
    }

    private static Fact fact(Hl7MappingContext context, OrderGroup order, Event event) {
        return context.fact(context.occurredAt(order.orc().field(9)), event);
    }
}
