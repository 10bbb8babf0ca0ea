package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Coding;
import org.parcours.events.PersonName;

/** Maps FHIR data types: codes, quantities and names of people. */
final class DataTypeMapper {

    private DataTypeMapper() {}

    static Optional<String> nonBlank(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The first code, with the text of the concept or the display of a code. */
    static Optional<Coding> coding(CodeableConcept concept) {
        Optional<org.hl7.fhir.r4.model.Coding> first = concept.getCoding().stream()
                .filter(coding -> coding.getCode() != null)
                .findFirst();
        Optional<String> code = first.flatMap(coding -> nonBlank(coding.getCode()));
        Optional<String> text = nonBlank(concept.getText()).or(() -> concept.getCoding().stream()
                .flatMap(coding -> nonBlank(coding.getDisplay()).stream())
                .findFirst());
        return code.or(() -> text)
                .map(_ -> new Coding(code, text, first.flatMap(coding -> nonBlank(coding.getSystem()))));
    }

    static Optional<Coding> coding(List<CodeableConcept> concepts) {
        return concepts.stream().flatMap(concept -> coding(concept).stream()).findFirst();
    }

    static Coding textCoding(String text) {
        return new Coding(Optional.empty(), Optional.of(text), Optional.empty());
    }

    static boolean hasCode(List<CodeableConcept> concepts, Set<String> codes) {
        return concepts.stream().anyMatch(concept -> hasCode(concept, codes));
    }

    static boolean hasCode(CodeableConcept concept, Set<String> codes) {
        return concept.getCoding().stream()
                .anyMatch(coding -> coding.getCode() != null && codes.contains(coding.getCode()));
    }

    /** {@code 5 mg}, {@code < 3 mmol/L}. */
    static Optional<String> quantityText(@Nullable Quantity quantity) {
        return Optional.ofNullable(quantity).flatMap(amount -> numberText(amount)
                .map(number -> unit(amount).map(unit -> number + " " + unit).orElse(number)));
    }

    static Optional<String> numberText(Quantity quantity) {
        String comparator =
                quantity.getComparator() != null ? quantity.getComparator().toCode() + " " : "";
        return Optional.ofNullable(quantity.getValue()).map(value -> comparator + value.toPlainString());
    }

    static Optional<String> unit(Quantity quantity) {
        return nonBlank(quantity.getUnit()).or(() -> nonBlank(quantity.getCode()));
    }

    /** The first name with one of the uses, in the order of the uses. */
    static Optional<PersonName> personName(List<HumanName> names, HumanName.NameUse... uses) {
        return Stream.of(uses)
                .flatMap(use -> names.stream().filter(name -> name.getUse() == use))
                .findFirst()
                .flatMap(DataTypeMapper::personName);
    }

    static Optional<PersonName> personName(HumanName name) {
        String given = name.getGiven().stream().map(StringType::getValue).collect(Collectors.joining(" "));
        return nonBlank(name.getFamily())
                .map(family -> PersonName.of(family, given))
                .or(() -> nonBlank(name.getText()).or(() -> nonBlank(given)).map(text -> PersonName.of(text, "")));
    }
}
