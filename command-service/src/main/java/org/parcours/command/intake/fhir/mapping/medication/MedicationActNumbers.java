package org.parcours.command.intake.fhir.mapping.medication;

import static org.parcours.command.intake.fhir.mapping.datatype.JoinedText.joined;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.text.ElementText;
import org.parcours.events.Identifier;
import org.parcours.events.StepKey;

/**
 * The numbers of a dispense or an administration: it belongs to the step of its prescription, and is known by its own.
 *
 * @param requests the prescriptions that it fulfils; it is shown with the first
 */
record MedicationActNumbers(ResourceContext context, List<FhirElement> requests) {

    private static final String FAMILY = "prescription";

    Identifier prescription() {
        return requests.stream()
                .flatMap(request -> context.identifierOf(request).stream())
                .findFirst()
                .orElseGet(context::identifier);
    }

    /** Its own numbers, and no other number of the prescription, which other acts share. */
    List<StepKey> ownKeys() {
        return context.identity().all().stream()
                .map(number -> new StepKey(FAMILY, number))
                .toList();
    }

    /** The prescriptions besides the one with which it is shown, and the name of that one. */
    Optional<String> text(ElementText texts) {
        return joined(
                "; ",
                requests.stream()
                        .filter(request ->
                                requests.size() > 1 || request.child("display").isPresent())
                        .map(texts::of));
    }
}
