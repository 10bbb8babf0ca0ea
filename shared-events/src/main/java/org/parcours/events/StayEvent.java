package org.parcours.events;

import java.util.List;
import java.util.Optional;

/** One hospital encounter and its movements. HL7 v2 ADT, and segment ZBE of IHE PAM. */
public sealed interface StayEvent extends Event {

    Visit visit();

    Optional<MovementReference> movement();

    @Override
    default List<StepKey> stepKeys() {
        return List.of();
    }

    /** The same event with other numbers of its stay and movement. */
    default StayEvent with(Visit known, Optional<MovementReference> reference) {
        return switch (this) {
            case PreAdmissionPlanned e -> new PreAdmissionPlanned(known, reference, e.location(), e.doctor());
            case PatientAdmitted e -> new PatientAdmitted(known, reference, e.location(), e.doctor());
            case PatientTransferred e -> new PatientTransferred(known, reference, e.location(), e.doctor());
            case PatientClassChanged e -> new PatientClassChanged(known, reference, e.location(), e.doctor());
            case ResponsibleDoctorChanged e -> new ResponsibleDoctorChanged(known, reference, e.location(), e.doctor());
            case LeaveStarted e -> new LeaveStarted(known, reference, e.location(), e.doctor());
            case LeaveEnded e -> new LeaveEnded(known, reference, e.location(), e.doctor());
            case DischargePlanned e -> new DischargePlanned(known, reference, e.location(), e.doctor());
            case PatientDischarged e -> new PatientDischarged(known, reference, e.location(), e.doctor());
            case PreAdmissionCancelled _ -> new PreAdmissionCancelled(known, reference);
            case AdmissionCancelled _ -> new AdmissionCancelled(known, reference);
            case TransferCancelled _ -> new TransferCancelled(known, reference);
            case PatientClassChangeCancelled _ -> new PatientClassChangeCancelled(known, reference);
            case ResponsibleDoctorChangeCancelled _ -> new ResponsibleDoctorChangeCancelled(known, reference);
            case LeaveStartCancelled _ -> new LeaveStartCancelled(known, reference);
            case LeaveEndCancelled _ -> new LeaveEndCancelled(known, reference);
            case DischargePlanCancelled _ -> new DischargePlanCancelled(known, reference);
            case DischargeCancelled _ -> new DischargeCancelled(known, reference);
            case MovementCorrected e -> new MovementCorrected(known, reference, e.kind(), e.location(), e.doctor());
            case LocationReported e -> new LocationReported(known, e.location(), e.doctor());
        };
    }

    /** A05, A14: a stay is expected; {@code occurredAt} is the expected time. */
    record PreAdmissionPlanned(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A38, A27. */
    record PreAdmissionCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /** A01, A04. Version 1 had the unit as text; since version 2 it is a location. */
    @EventVersion(2)
    record PatientAdmitted(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A11. */
    record AdmissionCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /** A02; the location is the one the patient goes to. */
    record PatientTransferred(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A12. */
    record TransferCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /** A06, A07: outpatient to inpatient, or back. */
    record PatientClassChanged(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A06 or A07 with ZBE-4 CANCEL (PAM France: they cancel each other). */
    record PatientClassChangeCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /** A54. */
    record ResponsibleDoctorChanged(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A55. */
    record ResponsibleDoctorChangeCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /** A21. */
    record LeaveStarted(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A52. */
    record LeaveStartCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /** A22. */
    record LeaveEnded(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A53. */
    record LeaveEndCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /** A16. */
    record DischargePlanned(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A25. */
    record DischargePlanCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /** A03. */
    record PatientDischarged(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /** A13. */
    record DischargeCancelled(Visit visit, Optional<MovementReference> movement) implements StayEvent {}

    /**
     * Z99 (ZBE-4 UPDATE), or A08 with ZBE: corrects a movement; its new time is the event's {@code occurredAt}. An
     * absent field leaves the earlier value.
     *
     * @param kind which movement (ZBE-6, the original trigger), where reported
     */
    record MovementCorrected(
            Visit visit,
            Optional<MovementReference> movement,
            Optional<MovementKind> kind,
            Optional<Location> location,
            Optional<Practitioner> doctor)
            implements StayEvent {}

    /**
     * A08 without ZBE: where the patient is, as a sender reports that sends no movements of its own. No movement by
     * itself: only a location other than the current one changes the stay.
     */
    record LocationReported(Visit visit, Optional<Location> location, Optional<Practitioner> doctor)
            implements StayEvent {

        @Override
        public Optional<MovementReference> movement() {
            return Optional.empty();
        }
    }
}
