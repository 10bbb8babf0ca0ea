package org.parcours.command.intake.hl7.mapping;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
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

/** ORM O01, OMG O19, OML O21, OMI O23: each ORC with its OBR is an order. */
final class Orders {

    /** ORC-1, HL7 table 0119: it is asked for, asked for otherwise, or under way. */
    private static final Set<String> ASKED =
            Set.of("", "NW", "XO", "RF", "RO", "CH", "PA", "OK", "NA", "SN", "SC", "XX", "XR", "SR");

    /** ORC-1: it will not be done. */
    private static final Set<String> DROPPED = Set.of("CA", "OC", "CR", "DC", "OD", "DR", "UA");

    /** ORC-1 that says nothing by itself: the word is ORC-5's. */
    private static final Set<String> STATUS_TOLD = Set.of("SC", "SR", "OK", "");

    private static final Set<String> STATUS_DROPPED = Set.of("CA", "DC");

    private Orders() {}

    static List<Fact> facts(Told told) {
        return OrderGroup.of(told.message()).stream()
                .flatMap(order -> order.has("RXO")
                        ? Medications.prescribed(told, order)
                        : Stream.concat(ordered(told, order), Specimens.collected(told, order)))
                .toList();
    }

    private static Stream<Fact> ordered(Told told, OrderGroup order) {
        String control = order.orc().text(1);
        String status = order.orc().text(5);
        boolean statusTold = STATUS_TOLD.contains(control);
        boolean dropped = DROPPED.contains(control) || statusTold && STATUS_DROPPED.contains(status);
        if (dropped) {
            return Stream.of(fact(told, order, dropped(told, order)));
        }
        if (!ASKED.contains(control) || People.coding(order.obr().field(4)).isEmpty()) {
            return Stream.empty();
        }
        boolean performed = status.equals("CM") && Imaging.isImaging(told, order);
        return Stream.of(fact(told, order, performed ? performed(told, order) : asked(told, order)));
    }

    private static Event asked(Told told, OrderGroup order) {
        OrderNumbers numbers = order.numbers(told);
        Coding examination = examination(order);
        // TQ1 since v2.5; ORC-7 and OBR-27 before, OBR-5 and OBR-6 before that. OBR-36 is the schedule's own.
        Optional<String> priority = order.segment("TQ1")
                .told(9)
                .or(() -> order.orc().field(7).told(6))
                .or(() -> order.obr().field(27).told(6))
                .or(() -> order.obr().told(5));
        Optional<OffsetDateTime> plannedAt = told.times()
                .read(order.obr().field(36))
                .or(() -> told.times().read(order.segment("TQ1").field(7)))
                .or(() -> told.times().read(order.orc().field(7), 4))
                .or(() -> told.times().read(order.obr().field(27), 4))
                .or(() -> told.times().read(order.obr().field(6)));
        Optional<Practitioner> prescriber = People.practitioner(told.numbers(), order.orc(), 12)
                .or(() -> People.practitioner(told.numbers(), order.obr(), 16));
        return Imaging.isImaging(told, order)
                ? new ImagingOrdered(numbers, examination, priority, plannedAt, prescriber)
                : new ExamOrdered(numbers, examination, priority, plannedAt, prescriber);
    }

    private static Event performed(Told told, OrderGroup order) {
        return new ImagingPerformed(order.numbers(told), examination(order), Imaging.modality(order));
    }

    private static Event dropped(Told told, OrderGroup order) {
        Optional<Coding> examination = People.coding(order.obr().field(4));
        Optional<Coding> reason = People.coding(order.orc().field(16));
        return Imaging.isImaging(told, order)
                ? new ImagingOrderCancelled(order.numbers(told), examination, reason)
                : new ExamOrderCancelled(order.numbers(told), examination, reason);
    }

    static Coding examination(OrderGroup order) {
        return People.coding(order.obr().field(4))
                .orElseThrow(() -> new RejectionException(Hl7Rejections.EXAMINATION_MISSING.at("OBR-4")));
    }

    private static Fact fact(Told told, OrderGroup order, Event event) {
        return told.fact(told.occurredAt(order.orc().field(9)), event);
    }
}
