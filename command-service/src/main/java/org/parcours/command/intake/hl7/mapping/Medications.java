package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.Practitioner;

/** RDE, OMP and ORM with RXO; RDS; RAS. */
final class Medications {

    /** RXA-20: it was not given. */
    private static final Set<String> NOT_GIVEN = Set.of("RE", "NA");

    private static final Set<String> DROPPED = Set.of("CA", "OC", "CR", "DC", "OD", "DR", "UA");

    private Medications() {}

    static List<Fact> prescribed(Told told) {
        return OrderGroup.of(told.message()).stream()
                .flatMap(order -> prescribed(told, order))
                .toList();
    }

    /** RXE is what the pharmacy made of RXO; who stops a prescription need not say what it was. */
    static Stream<Fact> prescribed(Told told, OrderGroup order) {
        Hl7Segment rxe = order.segment("RXE");
        if (DROPPED.contains(order.orc().text(1))) {
            return Stream.of(told.fact(
                    told.occurredAt(order.orc().field(9)),
                    new MedicationStopped(
                            prescription(told, order, rxe.field(15)),
                            People.coding(order.orc().field(16)))));
        }
        if (!order.has("RXE") && !order.has("RXO")) {
            return Stream.empty();
        }
        Hl7Segment rxo = order.segment("RXO");
        Coding product = People.coding(rxe.field(2))
                .or(() -> People.coding(rxo.field(1)))
                .orElseThrow(() -> new RejectionException(Hl7Rejections.PRODUCT_MISSING.at("RXE-2")));
        Optional<String> dosage = order.has("RXE")
                ? joined(rxe.text(3), word(rxe.field(5)), word(rxe.field(7)))
                : joined(rxo.text(2), word(rxo.field(4)), word(rxo.field(7)));
        Optional<Practitioner> prescriber = People.practitioner(told.numbers(), order.orc(), 12)
                .or(() -> People.practitioner(told.numbers(), rxe, 13));
        return Stream.of(told.fact(
                told.occurredAt(order.orc().field(9)),
                new MedicationPrescribed(prescription(told, order, rxe.field(15)), product, dosage, prescriber)));
    }

    static List<Fact> dispensed(Told told) {
        return OrderGroup.of(told.message()).stream()
                .flatMap(order -> order.all("RXD").stream().map(rxd -> {
                    Optional<String> quantity = joined(rxd.text(4), word(rxd.field(5)));
                    return told.fact(
                            told.occurredAt(rxd.field(3), order.orc().field(9)),
                            new MedicationDispensed(
                                    prescription(told, order, rxd.field(7)), product(rxd, 2), quantity));
                }))
                .toList();
    }

    static List<Fact> administered(Told told) {
        return OrderGroup.of(told.message()).stream()
                .flatMap(order -> order.all("RXA").stream()
                        .filter(rxa -> !NOT_GIVEN.contains(rxa.text(20)))
                        .map(rxa -> {
                            Optional<String> dose = joined(rxa.text(6), word(rxa.field(7)));
                            return told.fact(
                                    told.occurredAt(rxa.field(3)),
                                    new MedicationAdministered(
                                            prescription(
                                                    told, order, order.orc().field(4)),
                                            product(rxa, 5),
                                            dose));
                        }))
                .toList();
    }

    /** ORC-2 (the placer's), else ORC-3, else the number that the segment itself tells. */
    private static Identifier prescription(Told told, OrderGroup order, Hl7Field ownNumber) {
        return told.numbers()
                .ei(order.orc().field(2))
                .or(() -> told.numbers().ei(order.orc().field(3)))
                .or(() -> told.numbers().ei(ownNumber))
                .orElseGet(() -> told.ownNumber(order.index()));
    }

    private static Coding product(Hl7Segment segment, int field) {
        return People.coding(segment.field(field))
                .orElseThrow(
                        () -> new RejectionException(Hl7Rejections.PRODUCT_MISSING.at(segment.name() + "-" + field)));
    }

    private static String word(Hl7Field coded) {
        return coded.told(2).or(() -> coded.told(1)).orElse("");
    }

    private static Optional<String> joined(String... parts) {
        String text = Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
        return Optional.of(text).filter(joined -> !joined.isEmpty());
    }
}
