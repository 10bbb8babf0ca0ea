package org.parcours.command.intake.hl7;

import org.parcours.command.journey.DecisionResult;
import org.parcours.command.quarantine.Quarantine;

/** Violates architecture rules, so that {@code ArchitectureTest} can prove that it detects violations. */
public final class PlantedViolation {

    DecisionResult aRuleOfTheJourney;
    Quarantine aStore;
}
