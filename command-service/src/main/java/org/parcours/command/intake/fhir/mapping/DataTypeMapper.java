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
final class DataTypeMapper {

    private DataTypeMapper() {}

    static Optional<String> nonBlank(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The first code, and the words for it. */
    static Optional<Coding> coding(CodeableConcept value) {
        Optional<org.hl7.fhir.r4.model.Coding> first = value.getCoding().stream()
                .filter(coding -> coding.getCode() != null)
                .findFirst();
        Optional<String> display = nonBlank(value.getText()).or(() -> value.getCoding().stream()
                .flatMap(coding -> nonBlank(coding.getDisplay()).stream())
                .findFirst());
        Optional<String> code = first.flatMap(coding -> nonBlank(coding.getCode()));
        return code.isEmpty() && display.isEmpty()
                ? Optional.empty()
                : Optional.of(new Coding(code, display, first.flatMap(coding -> nonBlank(coding.getSystem()))));
    }

    static Optional<Coding> coding(List<CodeableConcept> value) {
        return value.stream().flatMap(concept -> coding(concept).stream()).findFirst();
    }

    static boolean hasCode(List<CodeableConcept> value, Set<String> codes) {
        return value.stream().anyMatch(concept -> hasCode(concept, codes));
    }

    static boolean hasCode(CodeableConcept value, Set<String> codes) {
        return value.getCoding().stream()
                .anyMatch(coding -> coding.getCode() != null && codes.contains(coding.getCode()));
    }

    /** {@code 5 mg}, {@code < 3 mmol/L}. */
    static Optional<String> quantityText(@Nullable Quantity value) {
        if (value == null || value.getValue() == null) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(numberText(value).stream(), unit(value).stream())
                .flatMap(part -> part)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow());
    }

    static Optional<String> numberText(Quantity value) {
        if (value.getValue() == null) {
            return Optional.empty();
        }
        String comparator =
                value.getComparator() != null ? value.getComparator().toCode() + " " : "";
        return Optional.of(comparator + value.getValue().toPlainString());
    }

    static Optional<String> unit(Quantity value) {
        return nonBlank(value.getUnit()).or(() -> nonBlank(value.getCode()));
    }

    /** As told: the one in use, else the first. */
    static Optional<PersonName> personName(List<HumanName> value, HumanName.NameUse... uses) {
        return Stream.of(uses)
                .flatMap(use -> value.stream().filter(name -> name.getUse() == use))
                .findFirst()
                .flatMap(DataTypeMapper::personName);
    }

    static Optional<PersonName> personName(HumanName value) {
        String given = String.join(
                " ", value.getGiven().stream().map(part -> part.getValue()).toList());
        return nonBlank(value.getFamily())
                .map(family -> PersonName.of(family, given))
                .or(() -> nonBlank(value.getText()).or(() -> nonBlank(given)).map(text -> PersonName.of(text, "")));
    }

    /** Who acts: found in what was sent, or as the reference calls them. */
    static Optional<org.parcours.events.Practitioner> practitioner(
            ResourceContext value, Reference reference, String element) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<Resource> target = value.resolve(reference);
        if (target.isPresent() && target.get() instanceof PractitionerRole role && role.hasPractitioner()) {
            return practitioner(value, role.getPractitioner(), element);
        }
        Optional<PersonName> name = target.filter(Practitioner.class::isInstance)
                .map(Practitioner.class::cast)
                .flatMap(person -> person.getName().stream().findFirst())
                .flatMap(DataTypeMapper::personName)
                .or(() -> nonBlank(reference.getDisplay()).map(text -> PersonName.of(text, "")));
        Optional<Identifier> identifier = target.flatMap(person ->
                        value.references().identifiersOf(person).stream().findFirst())
                .or(() -> target.isEmpty() && name.isEmpty()
                        ? value.references().externalIdentifier(reference, value.pathOf(element))
                        : Optional.empty());
        return identifier.isEmpty() && name.isEmpty()
                ? Optional.empty()
                : Optional.of(new org.parcours.events.Practitioner(identifier, name));
    }

    /** A place by its name. */
    static Optional<org.parcours.events.Location> location(ResourceContext value, Reference reference) {
        Optional<Resource> target = value.resolve(reference);
        return target.filter(Location.class::isInstance)
                .map(Location.class::cast)
                .flatMap(place -> nonBlank(place.getName()))
                .or(() -> target.filter(Organization.class::isInstance)
                        .map(Organization.class::cast)
                        .flatMap(place -> nonBlank(place.getName())))
                .or(() -> nonBlank(reference.getDisplay()))
                .or(() -> nonBlank(reference.getReference()).filter(literal -> !literal.startsWith("#")))
                .map(org.parcours.events.Location::of);
    }
}
