package org.parcours.command.journey.stay;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.events.Event;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.AdmissionCancelled;
import org.parcours.events.StayEvent.DischargeCancelled;
import org.parcours.events.StayEvent.DischargePlanCancelled;
import org.parcours.events.StayEvent.DischargePlanned;
import org.parcours.events.StayEvent.LeaveEndCancelled;
import org.parcours.events.StayEvent.LeaveEnded;
import org.parcours.events.StayEvent.LeaveStartCancelled;
import org.parcours.events.StayEvent.LeaveStarted;
import org.parcours.events.StayEvent.MovementCorrected;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientClassChangeCancelled;
import org.parcours.events.StayEvent.PatientClassChanged;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.PreAdmissionCancelled;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.StayEvent.ResponsibleDoctorChangeCancelled;
import org.parcours.events.StayEvent.ResponsibleDoctorChanged;
import org.parcours.events.StayEvent.TransferCancelled;

/** Maps stay events to the kind of movement that they create or cancel. */
final class MovementChange {

    static final Set<Class<? extends Event>> EVENT_TYPES = Arrays.stream(StayEvent.class.getPermittedSubclasses())
            .map(type -> type.asSubclass(Event.class))
            .collect(Collectors.toUnmodifiableSet());

    private MovementChange() {}

    /** The kind of movement that the event creates. */
    static Optional<MovementKind> createdKind(StayEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case PreAdmissionPlanned _ -> MovementKind.PRE_ADMISSION;
                    case PatientAdmitted _ -> MovementKind.ADMISSION;
                    case PatientTransferred _ -> MovementKind.TRANSFER;
                    case PatientClassChanged _ -> MovementKind.CLASS_CHANGE;
                    case ResponsibleDoctorChanged _ -> MovementKind.DOCTOR_CHANGE;
                    case LeaveStarted _ -> MovementKind.LEAVE_START;
                    case LeaveEnded _ -> MovementKind.LEAVE_END;
                    case DischargePlanned _ -> MovementKind.DISCHARGE_PLAN;
                    case PatientDischarged _ -> MovementKind.DISCHARGE;
                    case PreAdmissionCancelled _,
                            AdmissionCancelled _,
                            TransferCancelled _,
                            PatientClassChangeCancelled _,
                            ResponsibleDoctorChangeCancelled _,
                            LeaveStartCancelled _,
                            LeaveEndCancelled _,
                            DischargePlanCancelled _,
                            DischargeCancelled _,
                            MovementCorrected _ -> null;
                });
    }

    /** The kind of movement that the event cancels. */
    static Optional<MovementKind> cancelledKind(StayEvent event) {
        return Optional.ofNullable(
                switch (event) {
                    case PreAdmissionCancelled _ -> MovementKind.PRE_ADMISSION;
                    case AdmissionCancelled _ -> MovementKind.ADMISSION;
                    case TransferCancelled _ -> MovementKind.TRANSFER;
                    case PatientClassChangeCancelled _ -> MovementKind.CLASS_CHANGE;
                    case ResponsibleDoctorChangeCancelled _ -> MovementKind.DOCTOR_CHANGE;
                    case LeaveStartCancelled _ -> MovementKind.LEAVE_START;
                    case LeaveEndCancelled _ -> MovementKind.LEAVE_END;
                    case DischargePlanCancelled _ -> MovementKind.DISCHARGE_PLAN;
                    case DischargeCancelled _ -> MovementKind.DISCHARGE;
                    case PreAdmissionPlanned _,
                            PatientAdmitted _,
                            PatientTransferred _,
                            PatientClassChanged _,
                            ResponsibleDoctorChanged _,
                            LeaveStarted _,
                            LeaveEnded _,
                            DischargePlanned _,
                            PatientDischarged _,
                            MovementCorrected _ -> null;
                });
    }
}
