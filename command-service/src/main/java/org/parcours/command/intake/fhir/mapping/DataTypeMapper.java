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

/** Maps FHIR data types: codes, quantities, names of people, and references to practitioners and locations. */
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
        Optional<String> display = nonBlank(concept.getText()).or(() -> concept.getCoding().stream()
                .flatMap(coding -> nonBlank(coding.getDisplay()).stream())
                .findFirst());
        Optional<String> code = first.flatMap(coding -> nonBlank(coding.getCode()));
        return code.isEmpty() && display.isEmpty()
                ? Optional.empty()
                : Optional.of(new Coding(code, display, first.flatMap(coding -> nonBlank(coding.getSystem()))));
    }

    static Optional<Coding> coding(List<CodeableConcept> concepts) {
        return concepts.stream().flatMap(concept -> coding(concept).stream()).findFirst();
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
        if (quantity == null || quantity.getValue() == null) {
            return Optional.empty();
        }
        return Optional.of(Stream.of(numberText(quantity).stream(), unit(quantity).stream())
                .flatMap(part -> part)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow());
    }

    static Optional<String> numberText(Quantity quantity) {
        if (quantity.getValue() == null) {
            return Optional.empty();
        }
        String comparator =
                quantity.getComparator() != null ? quantity.getComparator().toCode() + " " : "";
        return Optional.of(comparator + quantity.getValue().toPlainString());
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
        String given = String.join(
                " ", name.getGiven().stream().map(part -> part.getValue()).toList());
        return nonBlank(name.getFamily())
                .map(family -> PersonName.of(family, given))
                .or(() -> nonBlank(name.getText()).or(() -> nonBlank(given)).map(text -> PersonName.of(text, "")));
    }

    /** The practitioner as the message describes them, otherwise by the reference's display or identifier. */
    static Optional<org.parcours.events.Practitioner> practitioner(
            ResourceContext context, Reference reference, String element) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<Resource> target = context.resolve(reference);
        if (target.isPresent() && target.get() instanceof PractitionerRole role && role.hasPractitioner()) {
            return practitioner(context, role.getPractitioner(), element);
        }
        Optional<PersonName> name = target.filter(Practitioner.class::isInstance)
                .map(Practitioner.class::cast)
                .flatMap(person -> person.getName().stream().findFirst())
                .flatMap(DataTypeMapper::personName)
                .or(() -> nonBlank(reference.getDisplay()).map(text -> PersonName.of(text, "")));
        Optional<Identifier> identifier = target.flatMap(person ->
                        context.references().identifiersOf(person).stream().findFirst())
                .or(() -> target.isEmpty() && name.isEmpty()
                        ? context.references().externalIdentifier(reference, context.pathOf(element))
                        : Optional.empty());
        return identifier.isEmpty() && name.isEmpty()
                ? Optional.empty()
                : Optional.of(new org.parcours.events.Practitioner(identifier, name));
    }

    /** The location by its name, otherwise by the reference's display or literal. */
    static Optional<org.parcours.events.Location> location(ResourceContext context, Reference reference) {
        Optional<Resource> target = context.resolve(reference);
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
