package org.parcours.command.intake.hl7.mapping;

import static org.parcours.events.MovementKind.ADMISSION;
import static org.parcours.events.MovementKind.CLASS_CHANGE;
import static org.parcours.events.MovementKind.DISCHARGE;
import static org.parcours.events.MovementKind.DISCHARGE_PLAN;
import static org.parcours.events.MovementKind.DOCTOR_CHANGE;
import static org.parcours.events.MovementKind.LEAVE_END;
import static org.parcours.events.MovementKind.LEAVE_START;
import static org.parcours.events.MovementKind.PRE_ADMISSION;
import static org.parcours.events.MovementKind.TRANSFER;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Location;
import org.parcours.events.Movement;
import org.parcours.events.MovementKind;
import org.parcours.events.Practitioner;
import org.parcours.events.StayEvent;
import org.parcours.events.Visit;

/**
 * Admissions, transfers, leaves, discharges and what undoes them. IHE PAM's ZBE-4 wins over the trigger: CANCEL takes
 * the movement back, UPDATE corrects it.
 */
final class Movements {

    /** A movement's own trigger. */
    static final Map<String, MovementKind> TOLD_BY = Map.ofEntries(
            Map.entry("A01", ADMISSION),
            Map.entry("A04", ADMISSION),
            Map.entry("A02", TRANSFER),
            Map.entry("A03", DISCHARGE),
            Map.entry("A05", PRE_ADMISSION),
            Map.entry("A14", PRE_ADMISSION),
            Map.entry("A06", CLASS_CHANGE),
            Map.entry("A07", CLASS_CHANGE),
            Map.entry("A16", DISCHARGE_PLAN),
            Map.entry("A21", LEAVE_START),
            Map.entry("A22", LEAVE_END),
            Map.entry("A54", DOCTOR_CHANGE));

    static final Map<String, MovementKind> CANCELLED_BY = Map.of(
            "A11", ADMISSION,
            "A12", TRANSFER,
            "A13", DISCHARGE,
            "A38", PRE_ADMISSION,
            "A27", PRE_ADMISSION,
            "A25", DISCHARGE_PLAN,
            "A52", LEAVE_START,
            "A53", LEAVE_END,
            "A55", DOCTOR_CHANGE);

    /** A movement that is corrected by its identity alone. */
    static final List<String> CORRECTED_BY = List.of("Z99", "A08");

    private Movements() {}

    static List<Fact> facts(Told told) {
        Stays stays = new Stays(told.numbers());
        Hl7Segment pv1 = told.segment("PV1");
        Hl7Segment zbe = told.segment("ZBE");
        Visit visit = stays.visit(told.segment("PID"), pv1);
        Optional<Movement> movement = stays.movement(zbe);
        Optional<Location> location = stays.location(pv1, zbe);
        Optional<Practitioner> doctor = People.practitioner(told.numbers(), pv1, 7);
        StayEvent event =
                switch (act(told, zbe)) {
                    case Act.Tells tells -> told(tells.kind(), visit, movement, location, doctor);
                    case Act.Cancels cancels -> cancelled(cancels.kind(), visit, movement);
                    case Act.Corrects corrects ->
                        new StayEvent.MovementCorrected(visit, movement, corrects.kind(), location, doctor);
                };
        return List.of(told.fact(told.patient(), Optional.of(visit), occurredAt(told, zbe), event));
    }

    /** What the message does to a movement. */
    private sealed interface Act {
        record Tells(MovementKind kind) implements Act {}

        record Cancels(MovementKind kind) implements Act {}

        record Corrects(Optional<MovementKind> kind) implements Act {}
    }

    private static Act act(Told told, Hl7Segment zbe) {
        String trigger = told.trigger();
        if (CANCELLED_BY.containsKey(trigger)) {
            return new Act.Cancels(CANCELLED_BY.get(trigger));
        }
        // ZBE-6: the trigger of the movement that is corrected or cancelled.
        Optional<MovementKind> kind = CORRECTED_BY.contains(trigger)
                ? Optional.ofNullable(TOLD_BY.get(zbe.text(6)))
                : Optional.of(TOLD_BY.get(trigger));
        return switch (zbe.text(4)) {
            case "CANCEL" ->
                new Act.Cancels(
                        kind.orElseThrow(() -> new RejectionException(Hl7Rejections.MOVEMENT_UNKNOWN.at("ZBE-6"))));
            case "UPDATE" -> new Act.Corrects(kind);
            default -> CORRECTED_BY.contains(trigger) ? new Act.Corrects(kind) : new Act.Tells(kind.orElseThrow());
        };
    }

    private static OffsetDateTime occurredAt(Told told, Hl7Segment zbe) {
        Hl7Segment pv1 = told.segment("PV1");
        Hl7Field movement = zbe.field(2);
        return switch (told.trigger()) {
            case "A01", "A04" -> told.occurredAt(movement, pv1.field(44));
            case "A03" -> told.occurredAt(movement, pv1.field(45));
            // What is planned happens when it is expected: PV2-8 and PV2-9, EVN-3.
            case "A05", "A14" ->
                told.occurredAt(
                        movement,
                        told.segment("PV2").field(8),
                        told.segment("EVN").field(3));
            case "A16" ->
                told.occurredAt(
                        movement,
                        told.segment("PV2").field(9),
                        told.segment("EVN").field(3));
            default -> told.occurredAt(movement);
        };
    }

    private static StayEvent told(
            MovementKind kind,
            Visit visit,
            Optional<Movement> movement,
            Optional<Location> location,
            Optional<Practitioner> doctor) {
        return switch (kind) {
            case PRE_ADMISSION -> new StayEvent.PreAdmissionPlanned(visit, movement, location, doctor);
            case ADMISSION -> new StayEvent.PatientAdmitted(visit, movement, location, doctor);
            case TRANSFER -> new StayEvent.PatientTransferred(visit, movement, location, doctor);
            case CLASS_CHANGE -> new StayEvent.PatientClassChanged(visit, movement, location, doctor);
            case DOCTOR_CHANGE -> new StayEvent.ResponsibleDoctorChanged(visit, movement, location, doctor);
            case LEAVE_START -> new StayEvent.LeaveStarted(visit, movement, location, doctor);
            case LEAVE_END -> new StayEvent.LeaveEnded(visit, movement, location, doctor);
            case DISCHARGE_PLAN -> new StayEvent.DischargePlanned(visit, movement, location, doctor);
            case DISCHARGE -> new StayEvent.PatientDischarged(visit, movement, location, doctor);
        };
    }

    private static StayEvent cancelled(MovementKind kind, Visit visit, Optional<Movement> movement) {
        return switch (kind) {
            case PRE_ADMISSION -> new StayEvent.PreAdmissionCancelled(visit, movement);
            case ADMISSION -> new StayEvent.AdmissionCancelled(visit, movement);
            case TRANSFER -> new StayEvent.TransferCancelled(visit, movement);
            case CLASS_CHANGE -> new StayEvent.PatientClassChangeCancelled(visit, movement);
            case DOCTOR_CHANGE -> new StayEvent.ResponsibleDoctorChangeCancelled(visit, movement);
            case LEAVE_START -> new StayEvent.LeaveStartCancelled(visit, movement);
            case LEAVE_END -> new StayEvent.LeaveEndCancelled(visit, movement);
            case DISCHARGE_PLAN -> new StayEvent.DischargePlanCancelled(visit, movement);
            case DISCHARGE -> new StayEvent.DischargeCancelled(visit, movement);
        };
    }
}
