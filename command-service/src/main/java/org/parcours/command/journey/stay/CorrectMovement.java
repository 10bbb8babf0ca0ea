package org.parcours.command.journey.stay;

import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.command.journey.Verdict;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.StayEvent.MovementCorrected;

/** A movement was otherwise than told (Z99; ZBE-6 names its original trigger, ZBE-1 the movement). */
public final class CorrectMovement extends StayDecision {

    public CorrectMovement() {
        super(Set.of(MovementCorrected.class));
    }

    @Override
    public Verdict decide(Fact fact, StayMovements movements) {
        MovementCorrected correction = (MovementCorrected) fact.event();
        return Verdict.correctingOr(
                movements
                        .meant(correction.kind(), correction.movement().map(m -> m.id()))
                        .map(StayMovements.Standing::latest),
                Code.CORRECTS_NOTHING_KNOWN);
    }
}
