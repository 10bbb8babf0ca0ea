package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.events.Coding;

/** Maps FHIR data types: codes and quantities. */
final class DataTypeMapper {

    private DataTypeMapper() {}

    /** The first code of a CodeableConcept, with the text of the concept or the display of a code. */
    static Optional<Coding> coding(FhirElement concept) {
        Optional<FhirElement> first = concept.children("coding").stream()
                .filter(coding -> coding.text("code").isPresent())
                .findFirst();
        Optional<String> code = first.flatMap(coding -> coding.text("code"));
        Optional<String> text = concept.text("text").or(() -> concept.children("coding").stream()
                .flatMap(coding -> coding.text("display").stream())
                .findFirst());
        return code.or(() -> text).map(_ -> new Coding(code, text, first.flatMap(coding -> coding.text("system"))));
    }

    /** Of a Coding without a concept around it: {@code Encounter.class}. */
    static Optional<Coding> ofCoding(FhirElement coding) {
        Optional<String> code = coding.text("code");
        Optional<String> display = coding.text("display");
        return code.or(() -> display).map(_ -> new Coding(code, display, coding.text("system")));
    }

    static Optional<Coding> firstCoding(List<FhirElement> concepts) {
        return concepts.stream().flatMap(concept -> coding(concept).stream()).findFirst();
    }

    /** The labels of all concepts, for display. */
    static Optional<String> labels(List<FhirElement> concepts) {
        return joined(
                concepts.stream().flatMap(concept -> coding(concept).stream()).map(Coding::label));
    }

    static Optional<String> joined(Stream<String> texts) {
        return Optional.of(String.join(", ", texts.distinct().toList())).filter(text -> !text.isEmpty());
    }

    static Coding textCoding(String text) {
        return new Coding(Optional.empty(), Optional.of(text), Optional.empty());
    }

    static boolean hasCode(List<FhirElement> concepts, Set<String> codes) {
        return concepts.stream().anyMatch(concept -> hasCode(concept, codes));
    }

    static boolean hasCode(FhirElement concept, Set<String> codes) {
        return concept.children("coding").stream()
                .anyMatch(coding -> coding.text("code").filter(codes::contains).isPresent());
    }

    /** {@code 5 mg}, {@code < 3 mmol/L}. */
    static Optional<String> quantityText(FhirElement quantity) {
        return numberText(quantity)
                .map(number -> unit(quantity).map(unit -> number + " " + unit).orElse(number));
    }

    static Optional<String> numberText(FhirElement quantity) {
        String comparator = quantity.text("comparator").map(sign -> sign + " ").orElse("");
        return quantity.text("value").map(value -> comparator + value);
    }

    static Optional<String> unit(FhirElement quantity) {
        Optional<String> code = quantity.text("code");
        quantity.text("system");
        return quantity.text("unit").or(() -> code);
    }
}
