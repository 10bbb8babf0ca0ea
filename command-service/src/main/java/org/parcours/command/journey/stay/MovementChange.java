package org.parcours.command.journey.stay;

import java.util.Optional;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;

/** What a stay event does to the movements of its stay. */
public sealed interface MovementChange {

    record Creation(MovementKind kind) implements MovementChange {}

    record Cancellation(MovementKind kind) implements MovementChange {}

    /** Z99; ZBE-6 has the trigger of the corrected movement. */
    record Correction(Optional<MovementKind> kind) implements MovementChange {}

    /** A08 without ZBE: where the patient is; no movement. */
    record LocationReport() implements MovementChange {}

    static MovementChange of(StayEvent event) {
        return switch (event) {
            case StayEvent.PreAdmissionPlanned _ -> new Creation(MovementKind.PRE_ADMISSION);
            case StayEvent.PatientAdmitted _ -> new Creation(MovementKind.ADMISSION);
            case StayEvent.PatientTransferred _ -> new Creation(MovementKind.TRANSFER);
            case StayEvent.PatientClassChanged _ -> new Creation(MovementKind.CLASS_CHANGE);
            case StayEvent.ResponsibleDoctorChanged _ -> new Creation(MovementKind.DOCTOR_CHANGE);
            case StayEvent.LeaveStarted _ -> new Creation(MovementKind.LEAVE_START);
            case StayEvent.LeaveEnded _ -> new Creation(MovementKind.LEAVE_END);
            case StayEvent.DischargePlanned _ -> new Creation(MovementKind.DISCHARGE_PLAN);
            case StayEvent.PatientDischarged _ -> new Creation(MovementKind.DISCHARGE);
            case StayEvent.PreAdmissionCancelled _ -> new Cancellation(MovementKind.PRE_ADMISSION);
            case StayEvent.AdmissionCancelled _ -> new Cancellation(MovementKind.ADMISSION);
            case StayEvent.TransferCancelled _ -> new Cancellation(MovementKind.TRANSFER);
            case StayEvent.PatientClassChangeCancelled _ -> new Cancellation(MovementKind.CLASS_CHANGE);
            case StayEvent.ResponsibleDoctorChangeCancelled _ -> new Cancellation(MovementKind.DOCTOR_CHANGE);
            case StayEvent.LeaveStartCancelled _ -> new Cancellation(MovementKind.LEAVE_START);
            case StayEvent.LeaveEndCancelled _ -> new Cancellation(MovementKind.LEAVE_END);
            case StayEvent.DischargePlanCancelled _ -> new Cancellation(MovementKind.DISCHARGE_PLAN);
            case StayEvent.DischargeCancelled _ -> new Cancellation(MovementKind.DISCHARGE);
            case StayEvent.LocationReported _ -> new LocationReport();
            case StayEvent.MovementCorrected corrected -> new Correction(corrected.kind());
        };
    }
}
