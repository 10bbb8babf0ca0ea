package org.parcours.command.journey.appointment;

import org.parcours.command.journey.AbstractStepCorrectionDecider;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.journey.StepHistory;
import org.parcours.command.message.Fact;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;

/** Decides the facts of an appointment: booked, rescheduled, cancelled, missed, and the patient's arrival. */
public final class AppointmentCorrectionDecider extends AbstractStepCorrectionDecider {

    public AppointmentCorrectionDecider() {
        super(AppointmentEvent.class);
    }

    @Override
    public CorrectionAndAnomalies decide(Fact fact, StepHistory history) {
        var booking = history.latestUntil(fact.occurredAt(), AppointmentBooked.class, AppointmentRescheduled.class);
        return switch ((AppointmentEvent) fact.event()) {
            case AppointmentBooked _, AppointmentMissed _, PatientArrived _ -> CorrectionAndAnomalies.NONE;
            case AppointmentRescheduled _ -> CorrectionAndAnomalies.correcting(booking);
            case AppointmentCancelled _ -> CorrectionAndAnomalies.cancelling(booking);
        };
    }
}
