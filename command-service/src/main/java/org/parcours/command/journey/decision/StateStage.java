package org.parcours.command.journey.decision;

import org.parcours.command.journey.stay.MovementChange;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Event;
import org.parcours.events.IdentityEvent;
import org.parcours.events.ImagingEvent;
import org.parcours.events.ImagingStudyStatus;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;

/**
 * What an event says about its thing. Of two events of one thing whose phases differ, the later one ends the other: a
 * prescription that is active again is not unchanged, although its first event says the same.
 */
record StateStage(Track track, Phase phase) {

    /** The events of one track may be about the same thing. */
    enum Track {
        IDENTITY,
        MOVEMENT,
        LOCATION,
        APPOINTMENT,
        ORDER,
        ORDER_STATUS,
        COLLECTION,
        RECEIPT,
        REJECTION,
        IMAGES,
        RESULT,
        SURGERY,
        PRESCRIPTION,
        PRESCRIPTION_STATUS,
        DISPENSING,
        ADMINISTRATION,
        LETTER,
        DELIVERY,
        STEP,
        NONE
    }

    enum Phase {
        ACTIVE,
        HELD,
        ENDED,
        MISSED
    }

    /** Whether an event of the other stage, recorded later, takes back what an event of this one said. */
    boolean isEndedBy(StateStage later) {
        return track == later.track && phase != later.phase;
    }

    boolean isEnd() {
        return phase != Phase.ACTIVE;
    }

    boolean isMedicationAct() {
        return track == Track.DISPENSING || track == Track.ADMINISTRATION;
    }

    static StateStage of(Event event) {
        return switch (event) {
            case IdentityEvent _ -> active(Track.IDENTITY);
            case StayEvent.LocationReported _ -> active(Track.LOCATION);
            case StayEvent stay ->
                MovementChange.of(stay) instanceof MovementChange.Cancellation
                        ? new StateStage(Track.MOVEMENT, Phase.ENDED)
                        : active(Track.MOVEMENT);
            case AppointmentEvent.AppointmentCancelled _ -> new StateStage(Track.APPOINTMENT, Phase.ENDED);
            case AppointmentEvent.AppointmentMissed _ -> new StateStage(Track.APPOINTMENT, Phase.MISSED);
            case AppointmentEvent _ -> active(Track.APPOINTMENT);
            case LabOrFunctionalExamEvent exam -> of(exam);
            case ImagingEvent.ImagingOrdered _ -> active(Track.ORDER);
            case ImagingEvent.ImagingOrderCancelled _ -> new StateStage(Track.ORDER, Phase.ENDED);
            case ImagingEvent.ImagingPerformed _ -> active(Track.IMAGES);
            case ImagingEvent.ImagingReported _ -> active(Track.RESULT);
            case SurgeryEvent.SurgeryCancelled _ -> new StateStage(Track.SURGERY, Phase.ENDED);
            case SurgeryEvent _ -> active(Track.SURGERY);
            case MedicationEvent medication -> of(medication);
            case DischargeLetterEvent.DischargeLetterWithdrawn _ -> new StateStage(Track.LETTER, Phase.ENDED);
            case DischargeLetterEvent.DischargeLetterDelivered _ -> active(Track.DELIVERY);
            case DischargeLetterEvent _ -> active(Track.LETTER);
            case StepRecorded _ -> active(Track.STEP);
            case EventsWithdrawn _ -> active(Track.NONE);
        };
    }

    private static StateStage of(LabOrFunctionalExamEvent event) {
        return switch (event) {
            case LabOrFunctionalExamEvent.ExamOrdered _, LabOrFunctionalExamEvent.ExamOrderResumed _ ->
                active(Track.ORDER);
            case LabOrFunctionalExamEvent.ExamOrderHeld _ -> new StateStage(Track.ORDER, Phase.HELD);
            case LabOrFunctionalExamEvent.ExamOrderCancelled _ -> new StateStage(Track.ORDER, Phase.ENDED);
            case LabOrFunctionalExamEvent.ExamOrderStatusReported status ->
                ImagingStudyStatus.of(status).map(StateStage::of).orElseGet(() -> active(Track.ORDER_STATUS));
            case LabOrFunctionalExamEvent.SpecimenCollected _ -> active(Track.COLLECTION);
            case LabOrFunctionalExamEvent.SpecimenReceived _ -> active(Track.RECEIPT);
            case LabOrFunctionalExamEvent.SpecimenRejected _ -> active(Track.REJECTION);
            case LabOrFunctionalExamEvent.ResultIssued _, LabOrFunctionalExamEvent.ResultCorrected _ ->
                active(Track.RESULT);
            case LabOrFunctionalExamEvent.ResultWithdrawn _ -> new StateStage(Track.RESULT, Phase.ENDED);
        };
    }

    private static StateStage of(ImagingStudyStatus status) {
        return switch (status) {
            case REGISTERED -> new StateStage(Track.IMAGES, Phase.HELD);
            case CANCELLED -> new StateStage(Track.IMAGES, Phase.ENDED);
        };
    }

    private static StateStage of(MedicationEvent event) {
        return switch (event) {
            case MedicationEvent.MedicationPrescribed _, MedicationEvent.MedicationResumed _ ->
                active(Track.PRESCRIPTION);
            case MedicationEvent.MedicationHeld _ -> new StateStage(Track.PRESCRIPTION, Phase.HELD);
            case MedicationEvent.MedicationStopped _ -> new StateStage(Track.PRESCRIPTION, Phase.ENDED);
            case MedicationEvent.MedicationStatusReported _ -> active(Track.PRESCRIPTION_STATUS);
            case MedicationEvent.MedicationDispensed _ -> active(Track.DISPENSING);
            case MedicationEvent.MedicationNotDispensed _ -> new StateStage(Track.DISPENSING, Phase.MISSED);
            case MedicationEvent.MedicationDispenseWithdrawn _ -> new StateStage(Track.DISPENSING, Phase.ENDED);
            case MedicationEvent.MedicationAdministered _ -> active(Track.ADMINISTRATION);
            case MedicationEvent.MedicationNotAdministered _ -> new StateStage(Track.ADMINISTRATION, Phase.MISSED);
            case MedicationEvent.MedicationAdministrationWithdrawn _ ->
                new StateStage(Track.ADMINISTRATION, Phase.ENDED);
        };
    }

    private static StateStage active(Track track) {
        return new StateStage(track, Phase.ACTIVE);
    }
}
