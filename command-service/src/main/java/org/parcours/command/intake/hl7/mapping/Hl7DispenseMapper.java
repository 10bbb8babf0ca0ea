package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.amount;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.join;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.joined;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.label;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;

/** Maps RDS: each RXD is a dispense; and RGV: each RXG is the pharmacy's instruction what to give when. */
final class Hl7DispenseMapper {

    private Hl7DispenseMapper() {}

    static List<Fact> mapDispenses(Hl7MappingContext context) {
        List<Fact> facts = new ArrayList<>();
        for (OrderGroup order : OrderGroup.split(context.message())) {
            List<Fact> ofOrder = order.segmentsOf("RXD").stream()
                    .map(rxd -> dispense(context, order, rxd))
                    .toList();
            facts.addAll(context.account().withUnread(ofOrder, order.allSegments()));
        }
        return facts;
    }

    static List<Fact> mapGives(Hl7MappingContext context) {
        List<Fact> facts = new ArrayList<>();
        for (OrderGroup order : OrderGroup.split(context.message())) {
            List<Fact> ofOrder = order.segmentsOf("RXG").stream()
                    .map(rxg -> give(context, order, rxg))
                    .toList();
            facts.addAll(context.account().withUnread(ofOrder, order.allSegments()));
        }
        return facts;
    }

    private static Fact dispense(Hl7MappingContext context, OrderGroup order, Hl7Segment rxd) {
        Identifier number = Hl7AdministrationMapper.prescriptionNumber(context, order, rxd.field(7));
        Coding product = Hl7AdministrationMapper.product(order, rxd, 2);
        OrderAction action = OrderAction.of(order.orc());
        Fact fact = context.fact(
                context.occurredAt(rxd.field(3), order.orc().field(9)),
                new MedicationDispensed(number, product, join(amount(rxd, 4, 5), label(rxd.field(6)))));
        EventAnnotations annotations = Hl7MedicationText.addProductText(fact.annotations(), rxd.field(2), product)
                .withNotes(notes(order, rxd, 9))
                .withDetail(DetailKey.STRENGTH, join(amount(rxd, 16, 17)))
                .withDetail(DetailKey.SUBSTANCE_LOT, joined(", ", texts(rxd, 18)))
                .withDetail(DetailKey.INSTRUCTIONS, joined("; ", Stream.of(labels(rxd, 15))))
                .withDetail(DetailKey.REASON, joined(", ", Stream.of(labels(rxd, 21))))
                .withDetail(DetailKey.SUBSTITUTION, rxd.value(11))
                .withDetail("dosage", Hl7AdministrationMapper.repeatedDosage(order));
        annotations = Hl7MedicationText.addRoutes(annotations, order.segmentsOf("RXR"));
        return action.annotate(fact.withAnnotations(annotations));
    }

    private static Fact give(Hl7MappingContext context, OrderGroup order, Hl7Segment rxg) {
        Identifier number = Hl7AdministrationMapper.prescriptionNumber(
                context, order, order.orc().field(4));
        Coding product = Hl7AdministrationMapper.product(order, rxg, 4);
        List<Hl7Segment> own = Hl7AdministrationMapper.segmentsAfter(order, rxg);
        Fact fact = context.fact(
                context.occurredAt(order.orc().field(9)),
                new MedicationPrescribed(
                        number,
                        product,
                        join(
                                Hl7MedicationText.dose(rxg.text(5), rxg.text(6), label(rxg.field(7))),
                                label(rxg.field(8))),
                        context.practitioner(order.orc(), 12)));
        EventAnnotations annotations = Hl7Timing.of(context, order.segmentsOf("TQ1"), rxg, 3)
                .addTo(fact.annotations())
                .withNotes(notes(order, rxg, 9))
                .withDetail(DetailKey.RATE, Hl7MedicationText.rate(rxg, 15, 16, 14))
                .withDetail(DetailKey.STRENGTH, join(amount(rxg, 17, 18)))
                .withDetail(DetailKey.INSTRUCTIONS, joined("; ", Stream.of(labels(rxg, 13))))
                .withDetail(DetailKey.SUBSTANCE_LOT, joined(", ", texts(rxg, 19)))
                .withDetail(DetailKey.REASON, joined(", ", Stream.of(labels(rxg, 22))));
        annotations = Hl7MedicationText.addRoutes(annotations, named(own, "RXR"));
        annotations = Hl7MedicationText.addComponents(annotations, named(own, "RXC"));
        Hl7MedicationContent.markRepeated(order.segments());
        return OrderAction.of(order.orc()).annotate(fact.withAnnotations(annotations));
    }

    /** The notes of the segment's own field, and the NTE after it. */
    static List<String> notes(OrderGroup order, Hl7Segment owner, int field) {
        return Stream.of(
                        Stream.of(labels(owner, field)).filter(text -> !text.isEmpty()),
                        order.notes().stream(),
                        Stream.concat(
                                        Stream.of(owner),
                                        Hl7AdministrationMapper.segmentsAfter(order, owner).stream()
                                                .filter(segment ->
                                                        segment.name().startsWith("RX")))
                                .flatMap(segment -> OrderGroup.notesAfter(order.segments(), segment).stream()))
                .flatMap(notes -> notes)
                .distinct()
                .toList();
    }

    static Stream<String> texts(Hl7Segment segment, int field) {
        return segment.repetitions(field).stream().map(Hl7FieldRepetition::text);
    }

    static List<Hl7Segment> named(List<Hl7Segment> segments, String name) {
        return segments.stream().filter(segment -> segment.is(name)).collect(Collectors.toList());
    }
}
