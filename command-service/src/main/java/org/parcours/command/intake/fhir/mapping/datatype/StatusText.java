package org.parcours.command.intake.fhir.mapping.datatype;

import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;

/** A status that is shown only where it is not the usual one; the usual one is on the list of elements that are not used. */
public final class StatusText {

    private StatusText() {}

    public static Optional<String> unless(FhirElement status, String usual) {
        return status.peekValue().filter(usual::equals).isPresent() ? Optional.empty() : status.value();
    }
}
