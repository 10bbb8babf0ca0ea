package org.parcours.command.intake.fhir.element;

import java.util.Set;

/**
 * What FHIR R4 defines about an element of a type.
 *
 * @param name of the element, without the type of a choice: {@code value} for the property {@code valueQuantity}
 * @param type of its value; of an element that contains any resource: {@code Resource}
 * @param repeats whether it is a list
 * @param isModifier whether it can change the meaning of the element that contains it (FHIR R4, 2.1.0.7)
 * @param codes the allowed values of a code with a required binding; empty where any value is allowed
 */
public record ElementDefinition(String name, FhirType type, boolean repeats, boolean isModifier, Set<String> codes) {

    public ElementDefinition {
        codes = Set.copyOf(codes);
    }
}
