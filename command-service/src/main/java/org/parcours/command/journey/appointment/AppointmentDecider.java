package org.parcours.command.journey.appointment;

import java.util.Set;
import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;

/** Decides the facts of an appointment: booked, rescheduled, cancelled, missed, and the patient's arrival. */
public final class AppointmentDecider extends AbstractStepDecider {

    public AppointmentDecider() {
        super(Set.of(
                AppointmentBooked.class,
                AppointmentRescheduled.class,
                AppointmentCancelled.class,
                AppointmentMissed.class,
                PatientArrived.class));
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        return switch ((AppointmentEvent) fact.event()) {
            case AppointmentBooked _, AppointmentMissed _, PatientArrived _ -> EventAnnotations.NORMAL;
            case AppointmentRescheduled _ ->
                EventAnnotations.correctingOrAnomaly(
                        history.latest(AppointmentBooked.class, AppointmentRescheduled.class),
                        Anomaly.Code.CORRECTS_NOTHING_KNOWN);
            case AppointmentCancelled _ ->
                EventAnnotations.correctingOrAnomaly(
                        history.latest(AppointmentBooked.class, AppointmentRescheduled.class),
                        Anomaly.Code.CANCELS_NOTHING_KNOWN);
        };
    }
}
