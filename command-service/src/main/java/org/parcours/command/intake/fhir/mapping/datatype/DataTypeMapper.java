package org.parcours.command.intake.fhir.mapping.datatype;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.Coding;

/** Maps FHIR data types: codes and quantities. */
public final class DataTypeMapper {

    private DataTypeMapper() {}

    /** The first code of a CodeableConcept, with the text of the concept or the display of a code. */
    public static Optional<Coding> coding(FhirElement concept) {
        List<FhirElement> codings = concept.children("coding");
        Optional<FhirElement> first = firstWith(codings, "code");
        Optional<String> code = first.flatMap(coding -> coding.text("code"));
        Optional<String> text = concept.text("text");
        if (text.isEmpty()) {
            text = firstWith(codings, "display").flatMap(coding -> coding.text("display"));
        }
        return code.isEmpty() && text.isEmpty()
                ? Optional.empty()
                : Optional.of(new Coding(code, text, first.flatMap(coding -> coding.text("system"))));
    }

    private static Optional<FhirElement> firstWith(List<FhirElement> codings, String name) {
        for (FhirElement coding : codings) {
            if (coding.text(name).isPresent()) {
                return Optional.of(coding);
            }
        }
        return Optional.empty();
    }

    /** Of a Coding without a concept around it: {@code Encounter.class}. */
    public static Optional<Coding> ofCoding(FhirElement coding) {
        Optional<String> code = coding.text("code");
        Optional<String> display = coding.text("display");
        return code.or(() -> display).map(_ -> new Coding(code, display, coding.text("system")));
    }

    public static Optional<Coding> firstCoding(List<FhirElement> concepts) {
        return concepts.stream().flatMap(concept -> coding(concept).stream()).findFirst();
    }

    /** The labels of all concepts, for display. */
    public static Optional<String> labels(List<FhirElement> concepts) {
        return concepts.isEmpty()
                ? Optional.empty()
                : JoinedText.joined(concepts.stream()
                        .flatMap(concept -> coding(concept).stream())
                        .map(Coding::label));
    }

    public static Coding textCoding(String text) {
        return new Coding(Optional.empty(), Optional.of(text), Optional.empty());
    }

    public static boolean hasCode(List<FhirElement> concepts, Set<String> codes) {
        return concepts.stream().anyMatch(concept -> hasCode(concept, codes));
    }

    public static boolean hasCode(FhirElement concept, Set<String> codes) {
        for (FhirElement coding : concept.children("coding")) {
            Optional<String> code = coding.text("code");
            if (code.isPresent() && codes.contains(code.get())) {
                return true;
            }
        }
        return false;
    }

    /** {@code 5 mg}, {@code < 3 mmol/L}. */
    public static Optional<String> quantityText(FhirElement quantity) {
        return numberText(quantity)
                .map(number -> unit(quantity).map(unit -> number + " " + unit).orElse(number));
    }

    public static Optional<String> numberText(FhirElement quantity) {
        String comparator = quantity.text("comparator").map(sign -> sign + " ").orElse("");
        return quantity.text("value").map(value -> comparator + value);
    }

    public static Optional<String> unit(FhirElement quantity) {
        Optional<String> code = quantity.text("code");
        quantity.text("system");
        return quantity.text("unit").or(() -> code);
    }
}
