package org.parcours.command.journey.stay;

import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.DecisionResult;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly.Code;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.AdmissionCancelled;
import org.parcours.events.StayEvent.DischargeCancelled;
import org.parcours.events.StayEvent.DischargePlanCancelled;
import org.parcours.events.StayEvent.LeaveEndCancelled;
import org.parcours.events.StayEvent.LeaveStartCancelled;
import org.parcours.events.StayEvent.PatientClassChangeCancelled;
import org.parcours.events.StayEvent.PreAdmissionCancelled;
import org.parcours.events.StayEvent.ResponsibleDoctorChangeCancelled;
import org.parcours.events.StayEvent.TransferCancelled;

/**
 * Decides the facts that cancel a movement. A cancellation that arrives before its movement is recorded, with an
 * anomaly.
 */
public final class MovementCancellationDecider extends StayDecider {

    public MovementCancellationDecider() {
        super(Set.of(
                PreAdmissionCancelled.class,
                AdmissionCancelled.class,
                TransferCancelled.class,
                PatientClassChangeCancelled.class,
                ResponsibleDoctorChangeCancelled.class,
                LeaveStartCancelled.class,
                LeaveEndCancelled.class,
                DischargePlanCancelled.class,
                DischargeCancelled.class));
    }

    @Override
    public DecisionResult decide(Fact fact, MovementHistory history) {
        StayEvent event = (StayEvent) fact.event();
        MovementKind kind = MovementKindMapper.cancelledKind(event).orElseThrow();
        return DecisionResult.correctingOrAnomaly(
                history.findTarget(Optional.of(kind), event.movement().map(m -> m.id()))
                        .map(MovementHistory.ActiveMovement::latestEvent),
                Code.CANCELS_NOTHING_KNOWN);
    }
}
