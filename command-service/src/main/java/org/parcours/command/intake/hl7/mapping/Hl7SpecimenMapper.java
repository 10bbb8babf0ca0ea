package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.joined;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.labels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenCollected;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenReceived;
import org.parcours.events.LabOrFunctionalExamEvent.SpecimenRejected;
import org.parcours.events.OrderNumbers;
import org.parcours.events.PartialDateTime;

/** Maps specimens, each with its own number: SPM and SAC; OBR-14 and OBR-15 before v2.5. */
final class Hl7SpecimenMapper {

    private Hl7SpecimenMapper() {}

    /**
     * The specimens of an order (OML, OMG, ORM). There a specimen may be only a label: it counts as collected once the
     * message contains a time of it.
     */
    static List<Fact> mapOfOrder(Hl7MappingContext context, OrderGroup order, List<OrderGroup> orders) {
        return map(context, order, orders, false);
    }

    /** The specimens of an OUL are collected. R22 and R23 have the SPM before its OBR, R24 after it. */
    static List<Fact> mapUnsolicited(Hl7MappingContext context) {
        List<OrderGroup> orders = OrderGroup.split(context.message());
        List<Fact> facts = new ArrayList<>();
        orders.forEach(order -> facts.addAll(map(context, order, orders, true)));
        facts.addAll(Hl7ResultMapper.map(context));
        return facts;
    }

    private static List<Fact> map(
            Hl7MappingContext context, OrderGroup order, List<OrderGroup> orders, boolean collected) {
        List<Hl7Segment> specimens = specimensOf(context.message().segments(), order, orders);
        Set<Object> numbersAndEvents = new HashSet<>();
        List<Fact> facts = specimens.stream()
                .flatMap(spm -> facts(context, order, spm, collected))
                .filter(fact -> isFirst(fact, numbersAndEvents))
                .toList();
        return specimens.isEmpty() ? SpecimenSourceMapper.map(context, order) : facts;
    }

    /** The order with the specimens that are only labels so far: their numbers and materials. */
    static EventAnnotations addLabels(
            Hl7MappingContext context, EventAnnotations annotations, OrderGroup order, List<OrderGroup> orders) {
        List<Hl7Segment> labels = specimensOf(context.message().segments(), order, orders).stream()
                .filter(Hl7SpecimenMapper::isLabel)
                .toList();
        return annotations
                .withDetail("specimen", joined(", ", labels.stream().map(spm -> number(context, spm)
                        .map(Identifier::value)
                        .orElse(""))))
                .withDetail("material", joined(", ", labels.stream().map(spm -> labels(spm, 4))));
    }

    private static boolean isLabel(Hl7Segment spm) {
        return Stream.of(17, 18, 21).allMatch(field -> spm.value(field).isEmpty());
    }

    /** The same SPM may be repeated in one message: a number stands for one tube. */
    private static boolean isFirst(Fact fact, Set<Object> numbersAndEvents) {
        Optional<Identifier> number =
                switch (fact.event()) {
                    case SpecimenCollected e -> e.specimen();
                    case SpecimenReceived e -> e.specimen();
                    case SpecimenRejected e -> e.specimen();
                    default -> Optional.empty();
                };
        return number.isEmpty()
                || numbersAndEvents.add(List.of(number.get(), fact.event().getClass()));
    }

    /**
     * In a message that begins with a specimen (OML O33 and O35, OUL R22 and R23), an SPM belongs to the orders after
     * it, up to the next SPM; in others to the order before it.
     */
    private static List<Hl7Segment> specimensOf(List<Hl7Segment> segments, OrderGroup order, List<OrderGroup> orders) {
        int firstSpecimen = indexOfFirst(segments, "SPM");
        boolean specimensFirst = firstSpecimen >= 0
                && firstSpecimen < segments.indexOf(orders.getFirst().obr());
        if (!specimensFirst) {
            return order.segmentsOf("SPM");
        }
        List<Hl7Segment> before = segments.subList(0, Math.max(0, segments.indexOf(order.obr()))).stream()
                .filter(segment -> segment.is("SPM"))
                .toList();
        return before.isEmpty() ? List.of() : List.of(before.getLast());
    }

    private static int indexOfFirst(List<Hl7Segment> segments, String name) {
        return segments.indexOf(Hl7Message.firstOf(segments, name));
    }

    private static Stream<Fact> facts(
            Hl7MappingContext context, OrderGroup order, Hl7Segment spm, boolean alwaysCollected) {
        Optional<Coding> rejection = coding(spm.field(21));
        if (!alwaysCollected && isLabel(spm)) {
            return Stream.empty();
        }
        OrderNumbers numbers = order.orderNumbers(context);
        Optional<Identifier> specimen = number(context, spm);
        Optional<Coding> material = coding(spm.field(4)).or(() -> SpecimenSourceMapper.source(order));
        Hl7FieldRepetition collectedAt = spm.field(17);
        Hl7FieldRepetition receivedAt = spm.field(18);
        List<Fact> facts = new ArrayList<>();
        boolean received = receivedAt.value().isPresent();
        if (collectedAt.value().isPresent() || alwaysCollected && !received) {
            facts.add(context.fact(
                    context.occurredAt(
                            collectedAt, order.obr().field(7), order.obr().field(14)),
                    new SpecimenCollected(numbers, specimen, material)));
        }
        if (rejection.isPresent()) {
            facts.add(context.fact(
                    context.occurredAt(receivedAt), new SpecimenRejected(numbers, specimen, material, rejection)));
        } else if (received) {
            facts.add(context.fact(context.occurredAt(receivedAt), new SpecimenReceived(numbers, specimen, material)));
        }
        return facts.stream().map(fact -> fact.withAnnotations(annotations(context, fact, spm)));
    }

    /** The laboratory's number (SPM-2.2), else that of the ward (SPM-2.1), else that of the container. */
    private static Optional<Identifier> number(Hl7MappingContext context, Hl7Segment spm) {
        List<Hl7Segment> own = context.message().segments().stream()
                .dropWhile(segment -> segment != spm)
                .skip(1)
                .takeWhile(segment -> !segment.is("SPM") && !segment.is("ORC") && !segment.is("OBR"))
                .toList();
        Hl7IdentifierMapper identifiers = context.identifiers();
        return identifiers
                .eip(spm.field(2), 2)
                .or(() -> identifiers.eip(spm.field(2), 1))
                .or(() -> identifiers.ei(Hl7Message.firstOf(own, "SAC").field(3)));
    }

    private static EventAnnotations annotations(Hl7MappingContext context, Fact fact, Hl7Segment spm) {
        List<String> notes = new ArrayList<>();
        spm.repetitions(14).stream()
                .map(Hl7FieldRepetition::wholeText)
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .forEach(notes::add);
        notes.addAll(OrderGroup.notesAfter(context.message().segments(), spm));
        boolean unavailable = spm.text(20).equals("N");
        return fact.annotations()
                .withNotes(notes)
                .withDetail(
                        DetailKey.SPECIMEN_SITE,
                        joined(", ", Stream.of(8, 9, 10, 7).map(field -> labels(spm, field))))
                .withDetail(
                        DetailKey.SPECIMEN_CONDITION,
                        joined(
                                ", ",
                                Stream.of(
                                        labels(spm, 24),
                                        labels(spm, 21),
                                        labels(spm, 22),
                                        labels(spm, 23),
                                        unavailable ? "non disponible" : "")))
                .withDetail(DetailKey.COLLECTED_AT, time(context, spm, 17))
                .withDetail(DetailKey.RECEIVED_AT, time(context, spm, 18));
    }

    private static Optional<String> time(Hl7MappingContext context, Hl7Segment spm, int field) {
        return context.firstTime(spm.field(field)).map(PartialDateTime::text);
    }
}
