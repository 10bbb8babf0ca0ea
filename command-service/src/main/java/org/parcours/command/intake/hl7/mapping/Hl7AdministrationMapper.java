package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.amount;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.join;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.joined;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.MedicationEvent;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationAdministrationWithdrawn;
import org.parcours.events.MedicationEvent.MedicationNotAdministered;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PersonName;

/**
 * Maps RAS and VXU: each RXA is an administration, or says that there was none (RXA-20), or takes one back or corrects
 * it (RXA-21). A correction is recorded as a withdrawal and the administration as it was.
 */
final class Hl7AdministrationMapper {

    /** RXA-20, HL7 table 0322: refused, not administered. */
    private static final Set<String> NOT_ADMINISTERED = Set.of("RE", "NA");

    private static final Set<String> COMPLETION_STATUSES = Set.of("CP", "PA", "RE", "NA");

    /** RXA-21, HL7 tables 0206 and 0323. X: no change. */
    private static final Set<String> ACTION_CODES = Set.of("A", "D", "U", "X", "S", "N");

    /** RXA-6 where the amount is not known. */
    private static final String AMOUNT_UNKNOWN = "999";

    /** RXA-6 of an administration that did not take place says nothing. */
    private static final Set<String> NO_AMOUNT = Set.of("0", AMOUNT_UNKNOWN);

    /** The CVX code of a vaccination that did not take place. */
    private static final String NO_VACCINE = "998";

    private Hl7AdministrationMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        List<OrderGroup> orders = OrderGroup.split(context.message());
        List<Fact> facts = new ArrayList<>();
        // The ORC of a VXU is optional up to v2.3.1: each RXA is then an order of its own.
        for (OrderGroup order : orders.isEmpty() ? ordersOfEachRxa(context) : orders) {
            List<Fact> ofOrder = order.segmentsOf("RXA").stream()
                    .flatMap(rxa -> facts(context, order, rxa))
                    .toList();
            facts.addAll(context.account().withUnread(ofOrder, order.allSegments()));
        }
        return facts;
    }

    private static List<OrderGroup> ordersOfEachRxa(Hl7MappingContext context) {
        List<Hl7Segment> segments = context.message().segments();
        List<Hl7Segment> rxas = context.message().segmentsOf("RXA");
        return rxas.stream()
                .map(rxa -> new OrderGroup(
                        rxas.indexOf(rxa) + 1,
                        Hl7Message.absentSegment("ORC"),
                        Hl7Message.absentSegment("OBR"),
                        Stream.concat(Stream.of(rxa), after(segments, rxa)).toList()))
                .toList();
    }

    private static Stream<Fact> facts(Hl7MappingContext context, OrderGroup order, Hl7Segment rxa) {
        Identifier number = prescriptionNumber(context, order, order.orc().field(4));
        Coding product = product(order, rxa, 5);
        OccurrenceTime occurredAt = context.occurredAt(rxa.field(3), rxa.field(4));
        String action = rxa.text(21);
        String completion = rxa.text(20);
        boolean notGiven = NOT_ADMINISTERED.contains(completion)
                || product.code().filter(NO_VACCINE::equals).isPresent();
        Fact reported = annotate(
                context,
                order,
                rxa,
                context.fact(
                        occurredAt,
                        notGiven ? notAdministered(number, product, rxa) : administered(number, product, rxa)));
        Fact withdrawn = context.fact(occurredAt, new MedicationAdministrationWithdrawn(number, product));
        Stream<Fact> facts =
                switch (action) {
                    case "D" -> Stream.of(withdrawn.withAnnotations(reported.annotations()));
                    case "U" -> Stream.of(withdrawn, reported);
                    default -> Stream.of(reported);
                };
        List<String> unknown = new ArrayList<>();
        if (!completion.isEmpty() && !COMPLETION_STATUSES.contains(completion)) {
            unknown.add("RXA-20 " + completion);
        }
        if (!action.isEmpty() && !ACTION_CODES.contains(action)) {
            unknown.add("RXA-21 " + action);
        }
        return unknown.isEmpty()
                ? facts
                : facts.map(fact -> fact.withAnomalies(
                        List.of(Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, String.join(", ", unknown)))));
    }

    private static MedicationEvent administered(Identifier number, Coding product, Hl7Segment rxa) {
        String amount = rxa.text(6).equals(AMOUNT_UNKNOWN) ? "" : amount(rxa, 6, 7);
        boolean partial = rxa.text(20).equals("PA");
        return new MedicationAdministered(
                number, product, join(amount, label(rxa.field(8)), partial ? "(administration partielle)" : ""));
    }

    /** RXA-18 is why a patient refused; else the notes say it. */
    private static MedicationEvent notAdministered(Identifier number, Coding product, Hl7Segment rxa) {
        if (NO_AMOUNT.contains(rxa.text(6))) {
            rxa.field(6).markAllRead();
        }
        return new MedicationNotAdministered(
                number, product, coding(rxa.field(18)).or(() -> coding(rxa.field(9))));
    }

    private static Fact annotate(Hl7MappingContext context, OrderGroup order, Hl7Segment rxa, Fact fact) {
        List<Hl7Segment> own = segmentsAfter(order, rxa);
        Optional<PartialDateTime> end = context.firstTime(rxa.field(4))
                .filter(time -> !time.toInstant().equals(fact.occurredAt().toInstant()));
        EventAnnotations annotations = Hl7MedicationText.addProductText(
                        fact.annotations(), rxa.field(5), product(order, rxa, 5))
                .withNotes(Hl7DispenseMapper.notes(order, rxa, 9))
                .withDetail(DetailKey.END, end.map(PartialDateTime::text))
                .withDetail(DetailKey.RATE, rate(rxa))
                .withDetail(DetailKey.STRENGTH, join(amount(rxa, 13, 14)))
                .withDetail(DetailKey.SUBSTANCE_LOT, joined(", ", Hl7DispenseMapper.texts(rxa, 15)))
                .withDetail(DetailKey.COMPLETION, rxa.value(20).filter(status -> !status.equals("CP")))
                .withDetail(DetailKey.PERFORMER, context.practitioner(rxa, 10).flatMap(person -> person.name()
                        .map(PersonName::toString)
                        .or(() -> person.identifier().map(Identifier::value))))
                .withDetail("place", place(rxa))
                .withDetail("dosage", repeatedDosage(order))
                .withDetail(DetailKey.CLINICAL_INFORMATION, joined("; ", Hl7OrderMapper.observations(own)))
                .withDetail(
                        DetailKey.REASON,
                        joined(
                                ", ",
                                Stream.of(
                                        Hl7MedicationText.labels(rxa, 19),
                                        fact.event() instanceof MedicationNotAdministered
                                                ? ""
                                                : Hl7MedicationText.labels(rxa, 18))));
        annotations = Hl7MedicationText.addRoutes(annotations, Hl7DispenseMapper.named(own, "RXR"));
        return OrderAction.of(order.orc()).annotate(fact.withAnnotations(annotations));
    }

    /** The dosage of a prescription that the message repeats, which may be the only message that contains it. */
    static Optional<String> repeatedDosage(OrderGroup order) {
        Optional<String> dosage =
                Hl7MedicationContent.dosage(Hl7MedicationOrder.split(order).getFirst());
        Hl7MedicationContent.markRepeated(order.segments());
        return dosage;
    }

    /** LA2: a place as in PL, else the name of the facility. */
    private static Optional<String> place(Hl7Segment rxa) {
        return Hl7DataTypeMapper.location(rxa.field(11)).map(Location::toString);
    }

    /** RXA-12 is the unit of time of an amount per time. */
    private static Optional<String> rate(Hl7Segment rxa) {
        return rxa.value(12).map(unit -> join(amount(rxa, 6, 7), "/ " + unit).orElse(unit));
    }

    /** The first present of ORC-2 (placer), ORC-3 (filler) and the segment's own number; else a generated one. */
    static Identifier prescriptionNumber(
            Hl7MappingContext context, OrderGroup order, Hl7FieldRepetition segmentNumber) {
        return context.identifiers()
                .ei(order.orc().field(2), order.orc().field(3), segmentNumber)
                .orElseGet(() -> context.generatedIdentifier(order.index()));
    }

    /** The segment's own product; else that of the order that the message repeats. */
    static Coding product(OrderGroup order, Hl7Segment segment, int field) {
        return coding(segment.field(field))
                .or(() -> coding(order.segment("RXE").field(2)))
                .or(() -> coding(order.segment("RXO").field(1)))
                .orElseThrow(() -> Hl7RejectionCode.PRODUCT_MISSING.exceptionAt(segment.name() + "-" + field));
    }

    /** The segments that belong to this RXA or RXG: those after it, up to the next one. */
    static List<Hl7Segment> segmentsAfter(OrderGroup order, Hl7Segment owner) {
        return after(order.segments(), owner).toList();
    }

    private static Stream<Hl7Segment> after(List<Hl7Segment> segments, Hl7Segment owner) {
        return segments.stream()
                .dropWhile(segment -> segment != owner)
                .skip(1)
                .takeWhile(segment -> !segment.is(owner.name()));
    }
}
