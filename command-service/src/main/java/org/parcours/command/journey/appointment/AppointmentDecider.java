package org.parcours.command.journey.appointment;

import org.parcours.command.journey.AbstractStepDecider;
import org.parcours.command.journey.EventAnnotations;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;

/** Decides the facts of an appointment: booked, rescheduled, cancelled, missed, and the patient's arrival. */
public final class AppointmentDecider extends AbstractStepDecider {

    public AppointmentDecider() {
        super(AppointmentEvent.class);
    }

    @Override
    public EventAnnotations decide(Fact fact, StepHistory history) {
        var booking = history.latest(AppointmentBooked.class, AppointmentRescheduled.class);
        return switch ((AppointmentEvent) fact.event()) {
            case AppointmentBooked _, AppointmentMissed _, PatientArrived _ -> EventAnnotations.NONE;
            case AppointmentRescheduled _ -> EventAnnotations.correcting(booking);
            case AppointmentCancelled _ -> EventAnnotations.cancelling(booking);
        };
    }
}
