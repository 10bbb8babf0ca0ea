package org.parcours.command.intake.fhir.mapping.result;

import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;

/** What the status of a DiagnosticReport or of an Observation says (FHIR R4, DiagnosticReportStatus, ObservationStatus). */
enum ResultState {
    /** Expected; there is no result yet. */
    REGISTERED,
    PRELIMINARY,
    FINAL,
    /** Final, and changed since. */
    AMENDED,
    /** There will be no result. */
    CANCELLED,
    ENTERED_IN_ERROR,
    UNKNOWN;

    static ResultState of(String status) {
        return switch (status) {
            case "registered" -> REGISTERED;
            case "partial", "preliminary" -> PRELIMINARY;
            case "final" -> FINAL;
            case "amended", "corrected", "appended" -> AMENDED;
            case "cancelled" -> CANCELLED;
            case "entered-in-error" -> ENTERED_IN_ERROR;
            default -> UNKNOWN;
        };
    }

    /** The status as sent, where the event does not say it. */
    static Optional<String> toShow(FhirElement resource) {
        return resource.text("status").filter(status -> switch (of(status)) {
            case FINAL -> false;
            case PRELIMINARY -> status.equals("partial");
            case REGISTERED, AMENDED, UNKNOWN -> true;
            case CANCELLED, ENTERED_IN_ERROR -> false;
        });
    }

    /** A result of unknown status may not be final. */
    boolean isFinal() {
        return this == FINAL || this == AMENDED;
    }
}
