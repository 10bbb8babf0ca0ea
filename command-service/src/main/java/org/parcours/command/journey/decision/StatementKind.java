package org.parcours.command.journey.decision;

import org.parcours.command.journey.stay.MovementChange;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Event;
import org.parcours.events.IdentityEvent;
import org.parcours.events.LabOrFunctionalExamEvent.ResultCorrected;
import org.parcours.events.LabOrFunctionalExamEvent.ResultIssued;
import org.parcours.events.StayEvent;

/** The events of one thing that replace each other as states: a booking and its change, a result and its correction. */
enum StatementKind {
    IDENTITY,
    MOVEMENT,
    PLAN,
    RESULT,
    LETTER,
    /** Its own type. */
    OTHER;

    static boolean isSame(Event one, Event other) {
        StatementKind kind = of(one);
        return one instanceof StayEvent.LocationReported
                || kind == of(other) && (kind != OTHER || one.getClass() == other.getClass());
    }

    private static StatementKind of(Event event) {
        return switch (event) {
            case IdentityEvent _ -> IDENTITY;
            case StayEvent stay -> MovementChange.of(stay) instanceof MovementChange.Cancellation ? OTHER : MOVEMENT;
            case AppointmentEvent.AppointmentBooked _, AppointmentEvent.AppointmentRescheduled _ -> PLAN;
            case ResultIssued _, ResultCorrected _ -> RESULT;
            case DischargeLetterEvent.DischargeLetterDrafted _,
                    DischargeLetterEvent.DischargeLetterIssued _,
                    DischargeLetterEvent.DischargeLetterReplaced _ -> LETTER;
            default -> OTHER;
        };
    }
}
