package org.parcours.command.intake.fhir.mapping.text;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.PersonNameMapper;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.ConceptText;
import org.parcours.command.intake.fhir.mapping.datatype.FhirValueText;
import org.parcours.command.intake.fhir.mapping.datatype.JoinedText;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;

/** What a reference refers to, as text: its display, what the resource is called, its number, or the reference itself. */
public final class ReferenceLabel {

    private ReferenceLabel() {}

    public static Optional<String> of(ResourceContext context, FhirElement reference) {
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> display = reference.text("display");
        Optional<String> number = number(reference.child("identifier"));
        Optional<String> literal = reference.text("reference");
        return display.or(() -> context.resolve(reference).flatMap(target -> name(context, target)))
                .or(() -> number)
                .or(() -> literal.filter(uri -> !uri.startsWith("#")));
    }

    public static Optional<String> of(ResourceContext context, List<FhirElement> references) {
        return JoinedText.joined(references.stream().flatMap(reference -> of(context, reference).stream()));
    }

    /** People by their names as elsewhere on the timeline. */
    public static Optional<String> people(ResourceContext context, List<FhirElement> references) {
        return JoinedText.joined(references.stream()
                .flatMap(reference -> context
                        .practitioner(reference)
                        .map(Practitioner::label)
                        .filter(label -> !label.isBlank())
                        .or(() -> of(context, reference))
                        .stream()));
    }

    private static Optional<String> name(ResourceContext context, FhirElement target) {
        return switch (target.typeName()) {
            case "Patient", "RelatedPerson", "Practitioner" ->
                new PersonNameMapper(context).inUse(target.children("name")).map(PersonName::toString);
            case "Observation" ->
                ConceptText.label(target.child("code"))
                        .map(code -> code
                                + FhirValueText.of(target.child("value"))
                                        .map(value -> ": " + value)
                                        .orElse(""));
            case "Condition", "Procedure", "ServiceRequest", "DiagnosticReport", "AllergyIntolerance" ->
                ConceptText.label(target.child("code"));
            case "Specimen" -> ConceptText.label(target.child("type"));
            case "PractitionerRole" ->
                of(context, target.child("practitioner")).or(() -> of(context, target.child("organization")));
            case "Device" ->
                target.children("deviceName").stream()
                        .flatMap(name -> name.text("name").stream())
                        .findFirst()
                        .or(() -> ConceptText.label(target.child("type")));
            default ->
                Stream.of("name", "title", "description")
                        .flatMap(element -> target.text(element).stream())
                        .findFirst();
        };
    }

    /** The number as people read it; its system says whose number it is and is not shown. */
    public static Optional<String> number(FhirElement identifier) {
        identifier.text("system");
        return identifier.text("value");
    }
}
