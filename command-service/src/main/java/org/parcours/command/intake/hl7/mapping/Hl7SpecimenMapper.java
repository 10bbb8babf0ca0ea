package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;

/** Maps specimens: SPM; OBR-14 and OBR-15 before v2.5. */
final class Hl7SpecimenMapper {

    private Hl7SpecimenMapper() {}

    /**
     * In an order (OML) a specimen may be only a label: it counts as collected once the message contains a time of it.
     */
    static Stream<Fact> mapCollected(Hl7MappingContext context, OrderGroup order) {
        List<Hl7Segment> specimens = order.segmentsOf("SPM").stream()
                .filter(spm -> spm.value(17).or(() -> spm.value(18)).isPresent())
                .toList();
        if (!specimens.isEmpty()) {
            return specimens.stream().map(spm -> fact(context, order, spm));
        }
        return order.obr().value(14).isPresent()
                ? Stream.of(fact(context, order, order.segment("SPM")))
                : Stream.empty();
    }

    /** The specimens of an OUL are collected. R22 and R23 have the SPM before its OBR, R24 after it. */
    static List<Fact> mapUnsolicited(Hl7MappingContext context) {
        List<OrderGroup> orders = OrderGroup.split(context.message());
        List<Fact> facts = new ArrayList<>();
        if (!orders.isEmpty()) {
            context.message().segments().stream()
                    .filter(segment -> segment.is("SPM"))
                    .forEach(spm -> facts.add(fact(context, orderOf(context, spm, orders), spm)));
        }
        facts.addAll(Hl7ResultMapper.map(context));
        return facts;
    }

    /** In a message that begins with a specimen, each SPM belongs to the order after it, not to the one before it. */
    private static OrderGroup orderOf(Hl7MappingContext context, Hl7Segment specimen, List<OrderGroup> orders) {
        List<Hl7Segment> segments = context.message().segments();
        boolean specimensFirst = segments.indexOf(context.segment("SPM"))
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

    private static Fact fact(Hl7MappingContext context, OrderGroup order, Hl7Segment spm) {
        Optional<Identifier> specimen = context.identifiers()
                .eip(spm.field(2), 2)
                .or(() -> context.identifiers().eip(spm.field(2), 1));
        Optional<Coding> material = Hl7DataTypeMapper.coding(spm.field(4)).or(() -> order.obr()
                .value(15)
                .map(code -> new Coding(Optional.of(code), Optional.empty(), Optional.empty())));
        return context.fact(
                context.occurredAt(
                        spm.field(17),
                        order.obr().field(7),
                        spm.field(18),
                        order.obr().field(14)),
                new SpecimenCollected(order.orderNumbers(context), specimen, material));
    }
}
