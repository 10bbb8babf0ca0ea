package org.parcours.command.journey.stay;

import java.util.Set;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.StayEvent.MovementCorrected;

/** Decides the facts that correct a movement (Z99; ZBE-6 has its original trigger, ZBE-1 the movement's id). */
public final class MovementCorrectionDecider extends AbstractMovementDecider {

    public MovementCorrectionDecider() {
        super(Set.of(MovementCorrected.class));
    }

    @Override
    public EventAnnotations decide(Fact fact, ActiveMovementList movements) {
        MovementCorrected correction = (MovementCorrected) fact.event();
        return EventAnnotations.correctingOrAnomaly(
                movements
                        .findTarget(correction.kind(), correction.movement().map(m -> m.id()))
                        .map(ActiveMovementList.ActiveMovement::latestEvent),
                Code.CORRECTS_NOTHING_KNOWN);
    }
}
