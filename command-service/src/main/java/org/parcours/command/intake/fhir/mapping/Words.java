package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Coding;
import org.parcours.events.Identifier;
import org.parcours.events.PersonName;

/** Codes, quantities, people and places as Parcours says them. */
final class Words {

    private Words() {}

    static Optional<String> text(@Nullable String told) {
        return Optional.ofNullable(told).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The first code, and the words for it. */
    static Optional<Coding> coding(CodeableConcept told) {
        Optional<org.hl7.fhir.r4.model.Coding> first = told.getCoding().stream()
                .filter(coding -> coding.getCode() != null)
                .findFirst();
        Optional<String> words = text(told.getText()).or(() -> told.getCoding().stream()
                .flatMap(coding -> text(coding.getDisplay()).stream())
                .findFirst());
        Optional<String> code = first.flatMap(coding -> text(coding.getCode()));
        return code.isEmpty() && words.isEmpty()
                ? Optional.empty()
                : Optional.of(new Coding(code, words, first.flatMap(coding -> text(coding.getSystem()))));
    }

    static Optional<Coding> coding(List<CodeableConcept> told) {
        return told.stream().flatMap(concept -> coding(concept).stream()).findFirst();
    }

    static boolean has(List<CodeableConcept> told, Set<String> codes) {
        return told.stream().anyMatch(concept -> has(concept, codes));
    }

    static boolean has(CodeableConcept told, Set<String> codes) {
        return told.getCoding().stream()
                .anyMatch(coding -> coding.getCode() != null && codes.contains(coding.getCode()));
    }

    /** {@code 5 mg}, {@code < 3 mmol/L}. */
    static Optional<String> quantity(@Nullable Quantity told) {
        if (told == null || told.getValue() == null) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(number(told).stream(), unit(told).stream())
                .flatMap(part -> part)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow());
    }

    static Optional<String> number(Quantity told) {
        if (told.getValue() == null) {
            return Optional.empty();
        }
        String comparator = told.getComparator() != null ? told.getComparator().toCode() + " " : "";
        return Optional.of(comparator + told.getValue().toPlainString());
    }

    static Optional<String> unit(Quantity told) {
        return text(told.getUnit()).or(() -> text(told.getCode()));
    }

    /** As told: the one in use, else the first. */
    static Optional<PersonName> name(List<HumanName> told, HumanName.NameUse... uses) {
        return Stream.of(uses)
                .flatMap(use -> told.stream().filter(name -> name.getUse() == use))
                .findFirst()
                .flatMap(Words::name);
    }

    static Optional<PersonName> name(HumanName told) {
        String given = String.join(
                " ", told.getGiven().stream().map(part -> part.getValue()).toList());
        return text(told.getFamily())
                .map(family -> PersonName.of(family, given))
                .or(() -> text(told.getText()).or(() -> text(given)).map(text -> PersonName.of(text, "")));
    }

    /** Who acts: found in what was sent, or as the reference calls them. */
    static Optional<org.parcours.events.Practitioner> practitioner(Told told, Reference reference, String element) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<Resource> found = told.resolve(reference);
        if (found.isPresent() && found.get() instanceof PractitionerRole role && role.hasPractitioner()) {
            return practitioner(told, role.getPractitioner(), element);
        }
        Optional<PersonName> name = found.filter(Practitioner.class::isInstance)
                .map(Practitioner.class::cast)
                .flatMap(person -> person.getName().stream().findFirst())
                .flatMap(Words::name)
                .or(() -> text(reference.getDisplay()).map(text -> PersonName.of(text, "")));
        Optional<Identifier> number = found.flatMap(
                        person -> told.references().numbersOf(person).stream().findFirst())
                .or(() -> found.isEmpty() && name.isEmpty()
                        ? told.references().numberOutside(reference, told.at(element))
                        : Optional.empty());
        return number.isEmpty() && name.isEmpty()
                ? Optional.empty()
                : Optional.of(new org.parcours.events.Practitioner(number, name));
    }

    /** A place by its name. */
    static Optional<org.parcours.events.Location> location(Told told, Reference reference) {
        Optional<Resource> found = told.resolve(reference);
        return found.filter(Location.class::isInstance)
                .map(Location.class::cast)
                .flatMap(place -> text(place.getName()))
                .or(() -> found.filter(Organization.class::isInstance)
                        .map(Organization.class::cast)
                        .flatMap(place -> text(place.getName())))
                .or(() -> text(reference.getDisplay()))
                .or(() -> text(reference.getReference()).filter(literal -> !literal.startsWith("#")))
                .map(org.parcours.events.Location::of);
    }
}
