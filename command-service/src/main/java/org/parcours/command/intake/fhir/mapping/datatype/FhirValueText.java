package org.parcours.command.intake.fhir.mapping.datatype;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;

/** A value of any data type as text; numbers and dates as sent. */
public final class FhirValueText {

    private FhirValueText() {}

    /** @param container of the element {@code value[x]}, or another choice */
    public static Optional<String> of(FhirElement container, String name) {
        FhirElement value = container.child(name);
        return switch (value.typeName()) {
            case "Quantity", "SimpleQuantity" -> number(value);
            // A text keeps its white space: it may be a table.
            case "string", "markdown" ->
                container.rawText(name).map(String::stripTrailing).filter(text -> !text.isBlank());
            default -> of(value);
        };
    }

    public static Optional<String> of(FhirElement value) {
        return switch (value.typeName()) {
            case "Quantity", "SimpleQuantity", "Age", "Duration", "Count", "Distance", "Money" -> quantity(value);
            case "CodeableConcept" -> ConceptText.fullText(value);
            case "Range" -> range(value);
            case "Ratio" -> ratio(value);
            case "Period" -> period(value);
            case "Timing" -> OccurrenceTimingText.of(value);
            case "SampledData" -> sampledData(value);
            default -> value.value();
        };
    }

    /** With its comparator: {@code <0.5}. */
    public static Optional<String> number(FhirElement quantity) {
        return quantity.text("value").map(value -> quantity.text("comparator").orElse("") + value);
    }

    public static Optional<String> quantity(FhirElement quantity) {
        Optional<String> unit = DataTypeMapper.unit(quantity);
        return number(quantity)
                .map(value -> unit.map(text -> value + " " + text).orElse(value));
    }

    public static Optional<String> range(FhirElement range) {
        Optional<String> low = quantity(range.child("low"));
        Optional<String> high = quantity(range.child("high"));
        return low.isEmpty()
                ? high.map(top -> "≤ " + top)
                : low.map(bottom -> high.map(top -> bottom + " – " + top).orElse("≥ " + bottom));
    }

    /** A titre, {@code 1:40}, or a concentration, {@code 5 mg : 2 mL}. */
    private static Optional<String> ratio(FhirElement ratio) {
        Optional<String> over = quantity(ratio.child("numerator"));
        Optional<String> under = quantity(ratio.child("denominator"));
        if (over.isEmpty() && under.isEmpty()) {
            return Optional.empty();
        }
        String text = over.orElse("?") + " : " + under.orElse("?");
        return Optional.of(text.chars().filter(c -> c == ' ').count() == 2 ? text.replace(" ", "") : text);
    }

    static Optional<String> period(FhirElement period) {
        Optional<String> start = period.text("start");
        Optional<String> end = period.text("end");
        return start.isEmpty() && end.isEmpty()
                ? Optional.empty()
                : Optional.of(start.orElse("…") + " – " + end.orElse("…"));
    }

    private static Optional<String> sampledData(FhirElement sampled) {
        List<String> head = new ArrayList<>();
        quantity(sampled.child("origin")).ifPresent(origin -> head.add("origin " + origin));
        for (String name : List.of("period", "factor", "lowerLimit", "upperLimit", "dimensions")) {
            sampled.text(name).ifPresent(value -> head.add(name + " " + value));
        }
        return sampled.text("data").map(data -> String.join(", ", head) + ": " + data);
    }

    /** {@code 12 – 16 g/dL (normal; Femme; 18 – 60 a)} for each range. */
    public static Optional<String> referenceRanges(List<FhirElement> ranges) {
        return JoinedText.joined(ranges.stream().flatMap(range -> referenceRange(range).stream()));
    }

    private static Optional<String> referenceRange(FhirElement range) {
        Optional<String> limits = range(range);
        Optional<String> text = range.text("text")
                .filter(stated -> limits.filter(stated::equals).isEmpty());
        String conditions = String.join(
                "; ",
                Stream.of(
                                ConceptText.label(range.child("type")),
                                ConceptText.labels(range.children("appliesTo")),
                                range(range.child("age")))
                        .flatMap(Optional::stream)
                        .toList());
        Optional<String> stated = limits.isEmpty()
                ? text
                : limits.map(values -> text.map(words -> values + ", " + words).orElse(values));
        return conditions.isEmpty()
                ? stated
                : Optional.of(stated.map(values -> values + " ").orElse("") + "(" + conditions + ")");
    }
}
