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
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
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
 * Maps admissions, transfers, leaves, discharges and their cancellations. IHE PAM's ZBE-4 takes precedence over the
 * trigger: CANCEL cancels the movement, UPDATE corrects it.
 */
final class Hl7MovementMapper {

    /** The triggers that report a movement. */
    static final Map<String, MovementKind> KIND_BY_TRIGGER = Map.ofEntries(
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

    /** The triggers that cancel a movement. */
    static final Map<String, MovementKind> CANCELLED_KIND_BY_TRIGGER = Map.of(
            "A11", ADMISSION,
            "A12", TRANSFER,
            "A13", DISCHARGE,
            "A38", PRE_ADMISSION,
            "A27", PRE_ADMISSION,
            "A25", DISCHARGE_PLAN,
            "A52", LEAVE_START,
            "A53", LEAVE_END,
            "A55", DOCTOR_CHANGE);

    /** Triggers that correct a movement identified by its id alone. */
    static final List<String> CORRECTION_TRIGGERS = List.of("Z99", "A08");

    private Hl7MovementMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        Pv1AndZbeSegmentMapper stayMapper = new Pv1AndZbeSegmentMapper(context.identifiers());
        Hl7Segment pv1 = context.segment("PV1");
        Hl7Segment zbe = context.segment("ZBE");
        Visit visit = stayMapper.visit(context.segment("PID"), pv1);
        Optional<Movement> movement = stayMapper.movement(zbe);
        Optional<Location> location = stayMapper.location(pv1, zbe);
        Optional<Practitioner> doctor = Hl7DataTypeMapper.practitioner(context.identifiers(), pv1, 7);
        StayEvent event =
                switch (action(context, zbe)) {
                    case MovementAction.Insert insert ->
                        movementEvent(insert.kind(), visit, movement, location, doctor);
                    case MovementAction.Cancel cancel -> cancellationEvent(cancel.kind(), visit, movement);
                    case MovementAction.Update update ->
                        new StayEvent.MovementCorrected(visit, movement, update.kind(), location, doctor);
                };
        return List.of(context.fact(context.patient(), Optional.of(visit), occurredAt(context, zbe), event));
    }

    /** What a message does with a movement (ZBE-4). */
    private sealed interface MovementAction {
        record Insert(MovementKind kind) implements MovementAction {}

        record Cancel(MovementKind kind) implements MovementAction {}

        record Update(Optional<MovementKind> kind) implements MovementAction {}
    }

    private static MovementAction action(Hl7MappingContext context, Hl7Segment zbe) {
        String trigger = context.trigger();
        if (CANCELLED_KIND_BY_TRIGGER.containsKey(trigger)) {
            return new MovementAction.Cancel(CANCELLED_KIND_BY_TRIGGER.get(trigger));
        }
        // ZBE-6: the trigger of the movement to correct or cancel.
        Optional<MovementKind> kind = CORRECTION_TRIGGERS.contains(trigger)
                ? Optional.ofNullable(KIND_BY_TRIGGER.get(zbe.text(6)))
                : Optional.of(KIND_BY_TRIGGER.get(trigger));
        return switch (zbe.text(4)) {
            case "CANCEL" ->
                new MovementAction.Cancel(
                        kind.orElseThrow(() -> new RejectionException(Hl7RejectionCode.MOVEMENT_UNKNOWN.at("ZBE-6"))));
            case "UPDATE" -> new MovementAction.Update(kind);
            default ->
                CORRECTION_TRIGGERS.contains(trigger)
                        ? new MovementAction.Update(kind)
                        : new MovementAction.Insert(kind.orElseThrow());
        };
    }

    private static OffsetDateTime occurredAt(Hl7MappingContext context, Hl7Segment zbe) {
        Hl7Segment pv1 = context.segment("PV1");
        Hl7Field movement = zbe.field(2);
        return switch (context.trigger()) {
            case "A01", "A04" -> context.occurredAt(movement, pv1.field(44));
            case "A03" -> context.occurredAt(movement, pv1.field(45));
            // A planned movement occurs at its expected time: PV2-8 and PV2-9, EVN-3.
            case "A05", "A14" ->
                context.occurredAt(
                        movement,
                        context.segment("PV2").field(8),
                        context.segment("EVN").field(3));
            case "A16" ->
                context.occurredAt(
                        movement,
                        context.segment("PV2").field(9),
                        context.segment("EVN").field(3));
            default -> context.occurredAt(movement);
        };
    }

    private static StayEvent movementEvent(
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

    private static StayEvent cancellationEvent(MovementKind kind, Visit visit, Optional<Movement> movement) {
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
