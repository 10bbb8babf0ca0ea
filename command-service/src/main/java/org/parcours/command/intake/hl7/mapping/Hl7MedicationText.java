package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;

/** The texts of a medicine's fields: amounts, routes, components. Nothing is computed; units stay as sent. */
final class Hl7MedicationText {

    private Hl7MedicationText() {}

    /** A dose range as a range, in the words of the ward: {@code 3 à 6 mL}. */
    static String dose(String minimum, String maximum, String unit) {
        String amount;
        if (maximum.isEmpty() || maximum.equals(minimum)) {
            amount = minimum;
        } else {
            amount = minimum.isEmpty() ? "jusqu'à " + maximum : minimum + " à " + maximum;
        }
        return amount.isEmpty() ? "" : (amount + " " + unit).strip();
    }

    /** The text of a coded value, else its code. */
    static String label(Hl7FieldRepetition coded) {
        return coding(coded).map(Coding::label).orElse("");
    }

    /** Every repetition. */
    static String labels(Hl7Segment segment, int field) {
        return segment.repetitions(field).stream()
                .map(Hl7MedicationText::label)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    /** A unit as one reads it: a code only where there is no text. */
    static String amount(Hl7Segment segment, int amount, int unit) {
        String text = segment.text(amount);
        return text.isEmpty() ? "" : (text + " " + label(segment.field(unit))).strip();
    }

    static Optional<String> join(String... parts) {
        return joined(" ", Stream.of(parts));
    }

    static Optional<String> joined(String separator, Stream<String> parts) {
        return Optional.of(parts.filter(part -> !part.isEmpty()).distinct().collect(Collectors.joining(separator)))
                .filter(text -> !text.isEmpty());
    }

    /** A rate with its unit of time, where that is a field of its own. */
    static Optional<String> rate(Hl7Segment segment, int amount, int unit, int perTimeUnit) {
        String time = segment.text(perTimeUnit);
        return join(amount(segment, amount, unit), time.isEmpty() ? "" : "/ " + time);
    }

    /** RXR: routes with device and method, and sites, of all that are stated. */
    static EventAnnotations addRoutes(EventAnnotations annotations, List<Hl7Segment> routes) {
        return annotations
                .withDetail(DetailKey.ROUTE, joined(", ", routes.stream().map(rxr -> joined(
                                ", ", Stream.of(1, 3, 4, 5).map(field -> label(rxr.field(field))))
                        .orElse(""))))
                .withDetail(DetailKey.SITE, joined(", ", routes.stream().map(rxr -> join(
                                label(rxr.field(2)), label(rxr.field(6)))
                        .orElse(""))));
    }

    /** RXC: each component with its amount and strength; an additive is marked as one. */
    static EventAnnotations addComponents(EventAnnotations annotations, List<Hl7Segment> components) {
        return annotations.withDetail(
                DetailKey.COMPONENTS, joined("; ", components.stream().map(rxc -> join(
                                rxc.text(1).equals("A") ? "+" : "",
                                label(rxc.field(2)),
                                amount(rxc, 3, 4),
                                amount(rxc, 5, 6))
                        .orElse(""))));
    }

    /** The other name of a product with its code, and its original text (CWE.4, 5 and 9), where they say more. */
    static EventAnnotations addProductText(EventAnnotations annotations, Hl7FieldRepetition product, Coding shown) {
        String otherCode = product.strippedComponent(4);
        String otherName = product.strippedComponent(5);
        String other = otherCode.isEmpty() || shown.code().equals(Optional.of(otherCode))
                ? otherName
                : otherName.isEmpty() ? otherCode : otherName + " (" + otherCode + ")";
        return annotations.withDetail(
                DetailKey.PRODUCT_TEXT,
                joined(
                        ", ",
                        Stream.of(product.strippedComponent(9), other).filter(text -> !text.equals(shown.label()))));
    }
}
