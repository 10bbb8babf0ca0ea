package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.MedicationEvent.MedicationAdministered;
import org.parcours.events.MedicationEvent.MedicationDispensed;
import org.parcours.events.MedicationEvent.MedicationPrescribed;
import org.parcours.events.MedicationEvent.MedicationStopped;
import org.parcours.events.Practitioner;

/** Maps prescriptions (RDE, OMP, ORM with RXO), dispenses (RDS) and administrations (RAS) of medicines. */
final class Hl7MedicationMapper {

    /** RXA-20: the medicine was not administered. */
    private static final Set<String> NOT_ADMINISTERED = Set.of("RE", "NA");

    private Hl7MedicationMapper() {}

    static List<Fact> mapPrescriptions(Hl7MappingContext context) {
        return OrderGroup.split(context.message()).stream()
                .flatMap(order -> mapPrescription(context, order))
                .toList();
    }

    /** RXE is the pharmacy's encoding of RXO. A message that stops a prescription need not name the medicine. */
    static Stream<Fact> mapPrescription(Hl7MappingContext context, OrderGroup order) {
        Hl7Segment orc = order.orc();
        Hl7Segment rxe = order.segment("RXE");
        Hl7Segment rxo = order.segment("RXO");
        if (order.isCancelled()) {
            return Stream.of(context.fact(
                    context.occurredAt(orc.field(9)),
                    new MedicationStopped(prescriptionNumber(context, order, rxe.field(15)), coding(orc.field(16)))));
        }
        if (!order.hasSegment("RXE") && !order.hasSegment("RXO")) {
            return Stream.empty();
        }
        Coding product = coding(rxe.field(2))
                .or(() -> coding(rxo.field(1)))
                .orElseThrow(() -> Hl7RejectionCode.PRODUCT_MISSING.exceptionAt("RXE-2"));
        Optional<String> dosage = order.hasSegment("RXE")
                ? join(rxe.text(3), label(rxe.field(5)), label(rxe.field(7)))
                : join(rxo.text(2), label(rxo.field(4)), label(rxo.field(7)));
        Optional<Practitioner> prescriber = context.practitioner(orc, 12).or(() -> context.practitioner(rxe, 13));
        return Stream.of(context.fact(
                context.occurredAt(orc.field(9)),
                new MedicationPrescribed(
                        prescriptionNumber(context, order, rxe.field(15)), product, dosage, prescriber)));
    }

    static List<Fact> mapDispenses(Hl7MappingContext context) {
        return OrderGroup.split(context.message()).stream()
                .flatMap(order -> order.segmentsOf("RXD").stream()
                        .map(rxd -> context.fact(
                                context.occurredAt(rxd.field(3), order.orc().field(9)),
                                new MedicationDispensed(
                                        prescriptionNumber(context, order, rxd.field(7)),
                                        product(rxd, 2),
                                        join(rxd.text(4), label(rxd.field(5)))))))
                .toList();
    }

    static List<Fact> mapAdministrations(Hl7MappingContext context) {
        return OrderGroup.split(context.message()).stream()
                .flatMap(order -> order.segmentsOf("RXA").stream()
                        .filter(rxa -> !NOT_ADMINISTERED.contains(rxa.text(20)))
                        .map(rxa -> context.fact(
                                context.occurredAt(rxa.field(3)),
                                new MedicationAdministered(
                                        prescriptionNumber(
                                                context, order, order.orc().field(4)),
                                        product(rxa, 5),
                                        join(rxa.text(6), label(rxa.field(7)))))))
                .toList();
    }

    /** The first present of ORC-2 (placer), ORC-3 (filler) and the segment's own number; else a generated one. */
    private static Identifier prescriptionNumber(
            Hl7MappingContext context, OrderGroup order, Hl7FieldRepetition segmentNumber) {
        return context.identifiers()
                .ei(order.orc().field(2), order.orc().field(3), segmentNumber)
                .orElseGet(() -> context.generatedIdentifier(order.index()));
    }

    private static Coding product(Hl7Segment segment, int field) {
        return coding(segment.field(field))
                .orElseThrow(() -> Hl7RejectionCode.PRODUCT_MISSING.exceptionAt(segment.name() + "-" + field));
    }

    private static String label(Hl7FieldRepetition coded) {
        return coded.value(2).or(() -> coded.value(1)).orElse("");
    }

    private static Optional<String> join(String... parts) {
        return Optional.of(Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(" ")))
                .filter(text -> !text.isEmpty());
    }
}
