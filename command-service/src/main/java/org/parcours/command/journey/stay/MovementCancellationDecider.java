package org.parcours.command.journey.stay;

import java.util.Optional;
import java.util.Set;
import org.parcours.command.journey.EventAnnotations;
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
public final class MovementCancellationDecider extends AbstractMovementDecider {

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
    public EventAnnotations decide(Fact fact, ActiveMovementList movements) {
        StayEvent event = (StayEvent) fact.event();
        MovementKind kind = MovementChange.cancelledKind(event).orElseThrow();
        return EventAnnotations.correctingOrAnomaly(
                movements
                        .findTarget(Optional.of(kind), event.movement().map(m -> m.id()))
                        .map(ActiveMovementList.ActiveMovement::latestEvent),
                Code.CANCELS_NOTHING_KNOWN);
    }
}
