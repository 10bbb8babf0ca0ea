package org.parcours.command.intake.hl7.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Location;
import org.parcours.events.MovementKind;
import org.parcours.events.MovementReference;
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
            Map.entry("A01", MovementKind.ADMISSION),
            Map.entry("A04", MovementKind.ADMISSION),
            Map.entry("A02", MovementKind.TRANSFER),
            Map.entry("A17", MovementKind.TRANSFER),
            Map.entry("A03", MovementKind.DISCHARGE),
            Map.entry("A05", MovementKind.PRE_ADMISSION),
            Map.entry("A14", MovementKind.PRE_ADMISSION),
            Map.entry("A06", MovementKind.CLASS_CHANGE),
            Map.entry("A07", MovementKind.CLASS_CHANGE),
            Map.entry("A16", MovementKind.DISCHARGE_PLAN),
            Map.entry("A21", MovementKind.LEAVE_START),
            Map.entry("A22", MovementKind.LEAVE_END),
            Map.entry("A54", MovementKind.DOCTOR_CHANGE));

    /** The triggers that cancel a movement. */
    static final Map<String, MovementKind> CANCELLED_KIND_BY_TRIGGER = Map.of(
            "A11", MovementKind.ADMISSION,
            "A12", MovementKind.TRANSFER,
            "A13", MovementKind.DISCHARGE,
            "A38", MovementKind.PRE_ADMISSION,
            "A27", MovementKind.PRE_ADMISSION,
            "A25", MovementKind.DISCHARGE_PLAN,
            "A52", MovementKind.LEAVE_START,
            "A53", MovementKind.LEAVE_END,
            "A55", MovementKind.DOCTOR_CHANGE);

    /** Triggers that correct a movement identified by its id alone. */
    static final List<String> CORRECTION_TRIGGERS = List.of("Z99", "A08");

    private Hl7MovementMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        Visit visit = context.visit();
        StayEvent event = event(context, visit);
        Fact fact = context.fact(context.patient(), Optional.of(visit), occurredAt(context), event);
        return List.of(fact.withAnnotations(details(context, event, fact.annotations())));
    }

    /** PV1-6: the location before a movement; PV2-3: why the patient comes. */
    private static EventAnnotations details(Hl7MappingContext context, StayEvent event, EventAnnotations annotations) {
        if (event instanceof StayEvent.PatientTransferred || event instanceof StayEvent.PatientClassChanged) {
            return annotations.withDetail(
                    DetailKey.FORMER_LOCATION,
                    Hl7DataTypeMapper.location(context.segment("PV1").field(6)).map(Location::toString));
        }
        if (event instanceof StayEvent.PatientAdmitted || event instanceof StayEvent.PreAdmissionPlanned) {
            Hl7FieldRepetition reason = context.segment("PV2").field(3);
            return annotations.withDetail(DetailKey.REASON, reason.wholeValue(2).or(reason::value));
        }
        return annotations;
    }

    /**
     * A08 without ZBE: where the patient is, or when an expected patient (P) will come. Nothing where the patient is gone
     * (PV1-45).
     */
    static List<Fact> mapLocation(Hl7MappingContext context) {
        Hl7Segment pv1 = context.segment("PV1");
        Visit visit = context.visit();
        Optional<Location> location = context.pv1AndZbe().location();
        boolean present = !pv1.text(2).equals("P")
                && !pv1.text(2).equals("N")
                && pv1.value(45).isEmpty();
        if (visit.number().isEmpty()) {
            return List.of();
        }
        if (pv1.text(2).equals("P")) {
            return mapMovedPlan(context, visit, location);
        }
        if (location.isEmpty() || !present) {
            return List.of();
        }
        StayEvent event = new StayEvent.LocationReported(visit, location, context.practitioner(pv1, 7));
        return List.of(context.fact(context.patient(), Optional.of(visit), context.occurredAt(), event)
                .asState());
    }

    /** A08 of an expected patient: the plan may be moved (PV2-8). */
    private static List<Fact> mapMovedPlan(Hl7MappingContext context, Visit visit, Optional<Location> location) {
        Hl7FieldRepetition expected = context.segment("PV2").field(8);
        if (context.time(expected, 1).isEmpty()) {
            return List.of();
        }
        StayEvent event = new StayEvent.PreAdmissionPlanned(
                visit, Optional.empty(), location, context.practitioner(context.segment("PV1"), 7));
        return List.of(context.fact(context.patient(), Optional.of(visit), context.occurredAt(expected), event)
                .asState());
    }

    private static StayEvent event(Hl7MappingContext context, Visit visit) {
        String trigger = context.trigger();
        Hl7Segment zbe = context.segment("ZBE");
        Optional<MovementReference> movement = context.pv1AndZbe().movement();
        if (CANCELLED_KIND_BY_TRIGGER.containsKey(trigger)) {
            return cancellationEvent(CANCELLED_KIND_BY_TRIGGER.get(trigger), visit, movement);
        }
        boolean correction = CORRECTION_TRIGGERS.contains(trigger);
        // ZBE-6: the trigger of the movement to correct or cancel.
        Optional<MovementKind> kind = Optional.ofNullable(KIND_BY_TRIGGER.get(correction ? zbe.text(6) : trigger));
        if (zbe.text(4).equals("CANCEL")) {
            return cancellationEvent(
                    kind.orElseThrow(() -> Hl7RejectionCode.MOVEMENT_UNKNOWN.exceptionAt("ZBE-6")), visit, movement);
        }
        Optional<Location> location = context.pv1AndZbe().location();
        Optional<Practitioner> doctor = context.practitioner(context.segment("PV1"), 7);
        return correction || zbe.text(4).equals("UPDATE")
                ? new StayEvent.MovementCorrected(visit, movement, kind, location, doctor)
                : movementEvent(kind.orElseThrow(), visit, movement, location, doctor);
    }

    private static OccurrenceTime occurredAt(Hl7MappingContext context) {
        Hl7Segment pv1 = context.segment("PV1");
        Hl7Segment pv2 = context.segment("PV2");
        Hl7FieldRepetition movement = context.segment("ZBE").field(2);
        Hl7FieldRepetition planned = context.segment("EVN").field(3);
        return switch (context.trigger()) {
            case "A01", "A04" -> context.occurredAt(movement, pv1.field(44));
            case "A03" -> {
                // Repeats ZBE-2, where both are sent.
                pv1.field(45).markAllRead();
                yield context.occurredAt(movement, pv1.field(45));
            }
            // A planned movement occurs at its expected time: PV2-8 and PV2-9, EVN-3.
            case "A05", "A14" -> context.occurredAt(movement, pv2.field(8), planned);
            case "A16" -> context.occurredAt(movement, pv2.field(9), planned);
            default -> context.occurredAt(movement);
        };
    }

    private static StayEvent movementEvent(
            MovementKind kind,
            Visit visit,
            Optional<MovementReference> movement,
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

    private static StayEvent cancellationEvent(MovementKind kind, Visit visit, Optional<MovementReference> movement) {
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
