package org.parcours.command.intake.fhir.mapping.context;

import java.util.Locale;
import java.util.Optional;
import org.parcours.command.intake.fhir.element.FhirElement;

/** Maps {@code Encounter.class} (v3 ActEncounterCode) to HL7 table 0004. */
public final class PatientClassMapper {

    private PatientClassMapper() {}

    /** Empty for a code that table 0004 has no counterpart of: it is shown as sent. */
    public static Optional<String> patientClass(FhirElement encounterClass) {
        return switch (encounterClass.text("code").orElse("").toUpperCase(Locale.ROOT)) {
            case "IMP", "ACUTE", "NONAC", "I", "INPATIENT" -> Optional.of("I");
            case "EMER", "FLD", "E", "EMERGENCY" -> Optional.of("E");
            case "AMB", "OBSENC", "SS", "VR", "HH", "O", "OUTPATIENT", "AMBULATORY" -> Optional.of("O");
            case "PRENC", "P" -> Optional.of("P");
            case "R" -> Optional.of("R");
            case "B" -> Optional.of("B");
            case "N" -> Optional.of("N");
            default -> Optional.empty();
        };
    }
}
