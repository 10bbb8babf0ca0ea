package org.parcours.command.intake.hl7;

import org.parcours.command.journey.DecisionResult;
import org.parcours.command.quarantine.Quarantine;

/** Breaks the rules of the house, so that {@code HouseRulesTest} can show that it would notice. */
public final class Hl7PlantedViolation {

    DecisionResult decisionResult;
    Quarantine quarantine;
}
