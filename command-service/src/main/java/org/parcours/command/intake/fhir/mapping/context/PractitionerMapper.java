package org.parcours.command.intake.fhir.mapping.context;

import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.resource.ReferenceResolver;
import org.parcours.events.Identifier;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;

/** Maps references to those who act: a practitioner, a role, an organisation, or a person of the patient's own. */
record PractitionerMapper(ResourceContext context) {

    /** As the message describes them, otherwise by the reference's display or identifier. */
    Optional<Practitioner> practitioner(FhirElement reference) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> display = reference.text("display");
        Optional<FhirElement> target = context.resolve(reference);
        Optional<FhirElement> ofRole = target.filter(role -> role.isType("PractitionerRole"))
                .map(role -> role.child("practitioner"))
                .filter(FhirElement::isPresent);
        if (ofRole.isPresent()) {
            return practitioner(ofRole.get());
        }
        Optional<PersonName> name = target.flatMap(this::nameOf).or(() -> display.map(text -> PersonName.of(text, "")));
        Optional<Identifier> number = target.map(person -> context.references().identityOf(person).business().stream()
                        .findFirst())
                .orElseGet(() -> ReferenceResolver.toIdentifier(reference.child("identifier"))
                        .or(() -> name.isEmpty()
                                ? context.references().externalIdentifiers(reference).stream()
                                        .findFirst()
                                : Optional.empty()));
        return number.isEmpty() && name.isEmpty() ? Optional.empty() : Optional.of(new Practitioner(number, name));
    }

    private Optional<PersonName> nameOf(FhirElement target) {
        return switch (target.typeName()) {
            case "Practitioner", "RelatedPerson", "Person", "Patient" ->
                new PersonNameMapper(context).inUse(target.children("name"));
            case "Organization", "CareTeam", "HealthcareService" ->
                target.text("name").map(text -> PersonName.of(text, ""));
            default -> Optional.empty();
        };
    }
}
