package org.parcours.command.intake.fhir.mapping;

import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;

/** A status that is shown only where it is not the usual one; the usual one is on the list of elements that are not used. */
final class StatusText {

    private StatusText() {}

    static Optional<String> unless(FhirElement status, String usual) {
        return status.peekValue().filter(usual::equals).isPresent() ? Optional.empty() : status.value();
    }
}
