package org.parcours.command.journey.stay;

import java.util.Set;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.StayEvent.MovementCorrected;

/** Decides the facts that correct a movement (Z99; ZBE-6 has its original trigger, ZBE-1 the movement's id). */
public final class MovementCorrectionDecider extends StayDecider {

    public MovementCorrectionDecider() {
        super(Set.of(MovementCorrected.class));
    }

    @Override
    public DecisionResult decide(Fact fact, MovementHistory history) {
        MovementCorrected correction = (MovementCorrected) fact.event();
        return DecisionResult.correctingOrAnomaly(
                history.findTarget(correction.kind(), correction.movement().map(m -> m.id()))
                        .map(MovementHistory.ActiveMovement::latestEvent),
                Code.CORRECTS_NOTHING_KNOWN);
    }
}
