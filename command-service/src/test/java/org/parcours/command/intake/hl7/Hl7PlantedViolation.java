package org.parcours.command.intake.hl7;

import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.quarantine.Quarantine;

/** Violates the architecture rules on purpose, so that {@code ArchitectureTest} can verify that they detect it. */
public final class Hl7PlantedViolation {

    CorrectionAndAnomalies decisionResult;
    Quarantine quarantine;
}
