package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.ExamEvent.SpecimenCollected;
import org.parcours.events.Identifier;

/** Specimens: SPM, or OBR-14 and OBR-15 before v2.5. */
final class Specimens {

    private Specimens() {}

    /** In an order (OML) a specimen may still be only a label: it is there once a time of it is told. */
    static Stream<Fact> collected(Told told, OrderGroup order) {
        List<Hl7Segment> specimens = order.all("SPM").stream()
                .filter(spm -> spm.told(17).or(() -> spm.told(18)).isPresent())
                .toList();
        if (!specimens.isEmpty()) {
            return specimens.stream().map(spm -> fact(told, order, spm));
        }
        return order.obr().told(14).isPresent() ? Stream.of(fact(told, order, order.segment("SPM"))) : Stream.empty();
    }

    /** OUL tells specimens by their nature; R22 and R23 put the SPM before its OBR, R24 behind. */
    static List<Fact> unsolicited(Told told) {
        List<OrderGroup> orders = OrderGroup.of(told.message());
        List<Fact> facts = new ArrayList<>();
        if (!orders.isEmpty()) {
            for (Hl7Segment segment : told.message().segments()) {
                if (segment.is("SPM")) {
                    facts.add(fact(told, orderOf(told, segment, orders), segment));
                }
            }
        }
        facts.addAll(Results.facts(told));
        return facts;
    }

    /** What begins with a specimen tells each before its orders: the blood is not the urine's, which came just before. */
    private static OrderGroup orderOf(Told told, Hl7Segment specimen, List<OrderGroup> orders) {
        List<Hl7Segment> segments = told.message().segments();
        boolean specimensFirst = segments.indexOf(told.segment("SPM"))
                < segments.indexOf(orders.getFirst().obr());
        int at = segments.indexOf(specimen);
        Optional<OrderGroup> next = orders.stream()
                .filter(order -> specimensFirst && segments.indexOf(order.obr()) > at)
                .findFirst();
        return next.or(() -> orders.stream()
                        .filter(order -> order.segments().contains(specimen))
                        .findFirst())
                .orElseGet(orders::getFirst);
    }

    private static Fact fact(Told told, OrderGroup order, Hl7Segment spm) {
        Optional<Identifier> specimen =
                told.numbers().eip(spm.field(2), 2).or(() -> told.numbers().eip(spm.field(2), 1));
        Optional<Coding> material = People.coding(spm.field(4))
                .or(() -> Optional.of(order.obr().field(15).text(1, 1))
                        .filter(text -> !text.isEmpty())
                        .map(code -> new Coding(Optional.of(code), Optional.empty(), Optional.empty())));
        return told.fact(
                told.occurredAt(
                        spm.field(17),
                        order.obr().field(7),
                        spm.field(18),
                        order.obr().field(14)),
                new SpecimenCollected(order.numbers(told), specimen, material));
    }
}
