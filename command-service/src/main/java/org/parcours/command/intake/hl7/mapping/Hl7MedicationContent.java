package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.amount;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.dose;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.join;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.joined;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.label;
import static org.parcours.command.intake.hl7.mapping.Hl7MedicationText.labels;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;

/** What is prescribed, of RXE (the pharmacy's encoding) or else of RXO, with TQ1, RXR and RXC. */
final class Hl7MedicationContent {

    private Hl7MedicationContent() {}

    static Optional<String> dosage(Hl7MedicationOrder medicine) {
        Hl7Segment rxe = medicine.segment("RXE");
        Hl7Segment rxo = medicine.segment("RXO");
        return join(dose(rxe.text(3), rxe.text(4), label(rxe.field(5))), label(rxe.field(6)), labels(rxe, 7))
                .or(() ->
                        join(dose(rxo.text(2), rxo.text(3), label(rxo.field(4))), label(rxo.field(5)), labels(rxo, 7)));
    }

    /** The details besides the dosage. */
    static EventAnnotations addDetails(
            Hl7MappingContext context, EventAnnotations annotations, Hl7MedicationOrder medicine) {
        Hl7Segment rxe = medicine.segment("RXE");
        Hl7Segment rxo = medicine.segment("RXO");
        Hl7Timing timing = Hl7Timing.of(context, medicine.segmentsOf("TQ1"), rxe, 1)
                .or(Hl7Timing.of(context, List.of(), medicine.order().orc(), 7));
        EventAnnotations withRoutes =
                Hl7MedicationText.addRoutes(timing.addTo(annotations), medicine.segmentsOf("RXR"));
        return addProductText(Hl7MedicationText.addComponents(withRoutes, medicine.segmentsOf("RXC")), medicine)
                .withDetail("priority", timing.priority())
                .withDetail(DetailKey.STRENGTH, join(amount(rxe, 25, 26)).or(() -> join(amount(rxo, 18, 19))))
                .withDetail(
                        DetailKey.RATE,
                        Hl7MedicationText.rate(rxe, 23, 24, 22).or(() -> Hl7MedicationText.rate(rxo, 21, 22, 17)))
                .withDetail(DetailKey.INSTRUCTIONS, instructions(rxe, rxo))
                .withDetail(DetailKey.DISPENSE, join(amount(rxe, 10, 11)).or(() -> join(amount(rxo, 11, 12))))
                .withDetail(DetailKey.SUBSTITUTION, rxe.value(9).or(() -> rxo.value(9)));
    }

    /** RXE-27, RXO-20: why the medicine is given. */
    static String indication(Hl7MedicationOrder medicine) {
        return joined(", ", Stream.of(labels(medicine.segment("RXE"), 27), labels(medicine.segment("RXO"), 20)))
                .orElse("");
    }

    /**
     * Counts the fields of a repeated prescription as used: a message that stops, holds or reports on it, or that reports
     * a dispense or an administration, repeats what the prescription itself recorded.
     */
    static void markRepeated(List<Hl7Segment> segments) {
        segments.stream()
                .filter(segment -> segment.is("RXE") || segment.is("RXO") || segment.is("RXC") || segment.is("TQ1"))
                .forEach(segment -> {
                    for (int field = 1; field <= segment.fieldCount(); field++) {
                        segment.repetitions(field).forEach(Hl7FieldRepetition::markAllRead);
                    }
                });
    }

    /** RXO-7 too, where the dosage is that of RXE. */
    private static Optional<String> instructions(Hl7Segment rxe, Hl7Segment rxo) {
        return joined("; ", Stream.of(labels(rxo, 6), labels(rxe, 21), rxe.fieldCount() > 0 ? labels(rxo, 7) : ""));
    }

    /** What RXE-2, else RXO-1, says of the product besides its name. */
    private static EventAnnotations addProductText(EventAnnotations annotations, Hl7MedicationOrder medicine) {
        Hl7FieldRepetition encoded = medicine.segment("RXE").field(2);
        Hl7FieldRepetition product = encoded.isBlank() ? medicine.segment("RXO").field(1) : encoded;
        return medicine.product()
                .map(shown -> Hl7MedicationText.addProductText(annotations, product, shown))
                .orElse(annotations);
    }
}
