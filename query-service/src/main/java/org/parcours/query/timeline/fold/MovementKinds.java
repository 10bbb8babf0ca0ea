package org.parcours.query.timeline.fold;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/** The kind of movement that an event of a stay is about. */
final class MovementKinds {

    private static final Map<MovementKind, String> ENTRY_KINDS = new EnumMap<>(Map.of(
            MovementKind.PRE_ADMISSION, "pre-admission",
            MovementKind.ADMISSION, "admission",
            MovementKind.TRANSFER, "transfer",
            MovementKind.CLASS_CHANGE, "class-change",
            MovementKind.DOCTOR_CHANGE, "doctor-change",
            MovementKind.LEAVE_START, "leave",
            MovementKind.LEAVE_END, "leave",
            MovementKind.DISCHARGE_PLAN, "discharge-plan",
            MovementKind.DISCHARGE, "discharge"));

    private MovementKinds() {}

    /** Of the entry that shows such a movement. */
    static String entryKind(MovementKind kind) {
        return ENTRY_KINDS.get(kind);
    }

    /** Of a movement that has not happened yet. */
    static boolean isPlan(MovementKind kind) {
        return kind == MovementKind.PRE_ADMISSION || kind == MovementKind.DISCHARGE_PLAN;
    }

    /** The kind of movement that the event reports; empty for corrections and cancellations. */
    static Optional<MovementKind> reported(StayEvent event) {
        return switch (event) {
            case StayEvent.PreAdmissionPlanned e -> Optional.of(MovementKind.PRE_ADMISSION);
            case StayEvent.PatientAdmitted e -> Optional.of(MovementKind.ADMISSION);
            case StayEvent.PatientTransferred e -> Optional.of(MovementKind.TRANSFER);
            case StayEvent.PatientClassChanged e -> Optional.of(MovementKind.CLASS_CHANGE);
            case StayEvent.ResponsibleDoctorChanged e -> Optional.of(MovementKind.DOCTOR_CHANGE);
            case StayEvent.LeaveStarted e -> Optional.of(MovementKind.LEAVE_START);
            case StayEvent.LeaveEnded e -> Optional.of(MovementKind.LEAVE_END);
            case StayEvent.DischargePlanned e -> Optional.of(MovementKind.DISCHARGE_PLAN);
            case StayEvent.PatientDischarged e -> Optional.of(MovementKind.DISCHARGE);
            case StayEvent.PreAdmissionCancelled _, StayEvent.AdmissionCancelled _ -> Optional.empty();
            case StayEvent.TransferCancelled _, StayEvent.PatientClassChangeCancelled _ -> Optional.empty();
            case StayEvent.ResponsibleDoctorChangeCancelled _, MovementCorrected _ -> Optional.empty();
            case StayEvent.LeaveStartCancelled _, StayEvent.LeaveEndCancelled _ -> Optional.empty();
            case StayEvent.DischargePlanCancelled _, StayEvent.DischargeCancelled _ -> Optional.empty();
            case StayEvent.LocationReported _ -> Optional.empty();
        };
    }

    /** The kind of movement that the event concerns; empty for a correction without a kind. */
    static Optional<MovementKind> concerned(StayEvent event) {
        return switch (event) {
            case StayEvent.PreAdmissionCancelled e -> Optional.of(MovementKind.PRE_ADMISSION);
            case StayEvent.AdmissionCancelled e -> Optional.of(MovementKind.ADMISSION);
            case StayEvent.TransferCancelled e -> Optional.of(MovementKind.TRANSFER);
            case StayEvent.PatientClassChangeCancelled e -> Optional.of(MovementKind.CLASS_CHANGE);
            case StayEvent.ResponsibleDoctorChangeCancelled e -> Optional.of(MovementKind.DOCTOR_CHANGE);
            case StayEvent.LeaveStartCancelled e -> Optional.of(MovementKind.LEAVE_START);
            case StayEvent.LeaveEndCancelled e -> Optional.of(MovementKind.LEAVE_END);
            case StayEvent.DischargePlanCancelled e -> Optional.of(MovementKind.DISCHARGE_PLAN);
            case StayEvent.DischargeCancelled e -> Optional.of(MovementKind.DISCHARGE);
            case MovementCorrected e -> e.kind();
            case StayEvent.PreAdmissionPlanned _, StayEvent.PatientAdmitted _ -> reported(event);
            case StayEvent.PatientTransferred _, StayEvent.PatientClassChanged _ -> reported(event);
            case StayEvent.ResponsibleDoctorChanged _ -> reported(event);
            case StayEvent.LeaveStarted _, StayEvent.LeaveEnded _ -> reported(event);
            case StayEvent.DischargePlanned _, StayEvent.PatientDischarged _ -> reported(event);
            case StayEvent.LocationReported _ -> Optional.empty();
        };
    }
}
