package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.amount;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.join;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.joined;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.label;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationHeld;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationResumed;
import org.parcours.events.MedicationEvent.MedicationStatusReported;
import org.parcours.events.MedicationEvent.MedicationStopped;

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
        Optional<String> quantity = join(amount(rxd, 4, 5), label(rxd.field(6)));
        MedicationEvent event = dispensed(number, product, quantity, action);
        Fact fact = context.fact(
                event instanceof MedicationDispensed
                        ? context.occurredAt(rxd.field(3), order.orc().field(9))
                        : context.occurredAt(order.orc().field(9), rxd.field(3)),
                event);
        List<String> notes = new ArrayList<>(notes(order, rxd, 9));
        if (event instanceof MedicationStatusReported reported) {
            notes.addFirst(reported.status().label() + " - "
                    + join(product.label(), quantity.orElse("")).orElse(""));
        }
        EventAnnotations annotations = Hl7MedicationText.addProductText(fact.annotations(), rxd.field(2), product)
                .withNotes(notes)
                .withDetail(DetailKey.STRENGTH, join(amount(rxd, 16, 17)))
                .withDetail(DetailKey.SUBSTANCE_LOT, joined(", ", texts(rxd, 18)))
                .withDetail(DetailKey.INSTRUCTIONS, joined("; ", Stream.of(labels(rxd, 15))))
                .withDetail(DetailKey.REASON, joined(", ", Stream.of(labels(rxd, 21))))
                .withDetail(DetailKey.SUBSTITUTION, rxd.value(11))
                .withDetail("dosage", Hl7AdministrationMapper.repeatedDosage(order));
        annotations = Hl7MedicationText.addRoutes(annotations, order.segmentsOf("RXR"));
        return action.annotate(fact.withAnnotations(annotations));
    }

    /** Only a dispense that takes place is one: another order control is shown, and leaves the prescription as it was. */
    private static MedicationEvent dispensed(
            Identifier number, Coding product, Optional<String> quantity, OrderAction action) {
        return switch (action.effect()) {
            case ORDERED, BY_STATUS, COMPLETED -> new MedicationDispensed(number, product, quantity);
            case CANCELLED, HELD, RESUMED, STATUS_ONLY ->
                action.status()
                        .<MedicationEvent>map(
                                status -> new MedicationStatusReported(number, Optional.of(product), status))
                        .orElseGet(() -> new MedicationDispensed(number, product, quantity));
        };
    }

    private static Fact give(Hl7MappingContext context, OrderGroup order, Hl7Segment rxg) {
        Identifier number = Hl7AdministrationMapper.prescriptionNumber(
                context, order, order.orc().field(4));
        Coding product = Hl7AdministrationMapper.product(order, rxg, 4);
        List<Hl7Segment> own = Hl7AdministrationMapper.segmentsAfter(order, rxg);
        OrderAction action = OrderAction.of(order.orc());
        MedicationPrescribed prescribed = new MedicationPrescribed(
                number,
                product,
                join(Hl7MedicationText.dose(rxg.text(5), rxg.text(6), label(rxg.field(7))), label(rxg.field(8))),
                context.practitioner(order.orc(), 12));
        Fact fact =
                context.fact(Hl7OrderMapper.occurredAt(context, order, action), given(prescribed, action, order.orc()));
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
        return action.annotate(fact.withAnnotations(annotations));
    }

    /** ORC-1 means what it means in a prescription. */
    private static MedicationEvent given(MedicationPrescribed prescribed, OrderAction action, Hl7Segment orc) {
        Identifier number = prescribed.prescription();
        return switch (action.effect()) {
            case ORDERED, BY_STATUS, COMPLETED -> prescribed;
            case CANCELLED -> new MedicationStopped(number, Hl7DataTypeMapper.coding(orc.field(16)));
            case HELD -> new MedicationHeld(number, Hl7DataTypeMapper.coding(orc.field(16)));
            case RESUMED -> new MedicationResumed(number);
            case STATUS_ONLY ->
                action.status()
                        .<MedicationEvent>map(status ->
                                new MedicationStatusReported(number, Optional.of(prescribed.product()), status))
                        .orElse(prescribed);
        };
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
