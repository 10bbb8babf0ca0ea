package org.parcours.command.intake.fhir.mapping.context;

import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;

/** The period of a name, an address or a number: one that has ended is not the current one. */
public final class ValidityPeriod {

    private ValidityPeriod() {}

    /** Whether it ended before the message was sent; as precisely as the end is stated. */
    static boolean hasEnded(FhirElement element, ResourceContext context) {
        String today = context.message().sent().time().toLocalDate().toString();
        return element.peek("period").stream()
                .flatMap(period -> period.peek("end").stream())
                .flatMap(end -> end.peekValue().stream())
                .map(end -> end.substring(0, Math.min(end.length(), today.length())))
                .anyMatch(end -> end.compareTo(today.substring(0, end.length())) < 0);
    }

    public static boolean isFormer(FhirElement element, ResourceContext context) {
        return Optional.of("old").equals(element.text("use")) || hasEnded(element, context);
    }
}
