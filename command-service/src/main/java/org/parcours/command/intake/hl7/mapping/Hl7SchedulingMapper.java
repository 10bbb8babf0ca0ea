package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryStarted;
import org.parcours.events.TimeOrigin;

/**
 * Maps SIU to appointments; an appointment in an operating room is a surgery. Later messages with the same number often
 * leave the room out, so each fact carries the other meaning as its alternative, and the step already recorded under
 * the number decides.
 */
final class Hl7SchedulingMapper {

    /**
     * S15 cancels, S16 discontinues, S17 deletes; S18 to S22 add, change and remove resources; S27 is a broadcast of
     * booked appointments. S23 and S24, blocked time, concern no patient and are unsupported.
     */
    static final Map<String, AppointmentEffect> EFFECT_BY_TRIGGER = Map.ofEntries(
            Map.entry("S12", AppointmentEffect.BOOKED),
            Map.entry("S13", AppointmentEffect.CHANGED),
            Map.entry("S14", AppointmentEffect.CHANGED),
            Map.entry("S15", AppointmentEffect.CANCELLED),
            Map.entry("S16", AppointmentEffect.CANCELLED),
            Map.entry("S17", AppointmentEffect.CANCELLED),
            Map.entry("S18", AppointmentEffect.CHANGED),
            Map.entry("S19", AppointmentEffect.CHANGED),
            Map.entry("S20", AppointmentEffect.CHANGED),
            Map.entry("S21", AppointmentEffect.CHANGED),
            Map.entry("S22", AppointmentEffect.CHANGED),
            Map.entry("S26", AppointmentEffect.MISSED),
            Map.entry("S27", AppointmentEffect.BOOKED));

    private Hl7SchedulingMapper() {}

    static List<Fact> map(Hl7MappingContext context) {
        Hl7Segment sch = context.segment("SCH");
        AppointmentEffect trigger = EFFECT_BY_TRIGGER.get(context.trigger());
        Optional<String> code = sch.value(25);
        Optional<AppointmentStatus> status = code.flatMap(AppointmentStatus::of);
        AppointmentEffect effect =
                status.map(known -> known.combinedWith(trigger)).orElse(trigger);
        List<ScheduledResource> resources = ScheduledResource.of(context);
        AppointmentTimes times = AppointmentTimes.of(context, resources);
        List<Fact> facts = facts(context, effect, trigger, status, resources, times);
        boolean unclear = code.isPresent()
                && status.map(known -> known.contradicts(trigger)).orElse(true);
        return facts.stream()
                .map(fact -> fact.withAnnotations(AppointmentAnnotations.of(context, fact, code, resources, times)))
                .map(fact -> unclear
                        ? fact.withAnomalies(List.of(
                                Anomaly.of(Anomaly.Code.UNREAD_MAY_CHANGE_MEANING, "SCH-25 " + code.orElse(""))))
                        : fact)
                .toList();
    }

    private static List<Fact> facts(
            Hl7MappingContext context,
            AppointmentEffect effect,
            AppointmentEffect trigger,
            Optional<AppointmentStatus> status,
            List<ScheduledResource> resources,
            AppointmentTimes times) {
        Identifier number = appointmentNumber(context);
        // SCH-6 is the reason of this message, SCH-7 that of the booking.
        Optional<Coding> reason = coding(context.segment("SCH").field(6));
        AppointmentPlan plan = AppointmentPlan.of(context, number, resources, times);
        boolean booking = trigger == AppointmentEffect.BOOKED;
        return switch (effect) {
            case BOOKED, CHANGED ->
                List.of(either(context, plan.surgery(), booking ? plan.booked() : plan.rescheduled()));
            case CANCELLED ->
                List.of(either(
                        context, new SurgeryCancelled(number, reason), new AppointmentCancelled(number, reason)));
            // A surgery that the patient missed is a cancelled one.
            case MISSED ->
                List.of(either(context, new SurgeryCancelled(number, reason), new AppointmentMissed(number)));
            case ARRIVED -> {
                List<Fact> facts = new ArrayList<>();
                facts.add(either(context, plan.surgery(), booking ? plan.booked() : plan.rescheduled()));
                Event surgery =
                        status.filter(AppointmentStatus.COMPLETE::equals).isPresent()
                                ? new SurgeryCompleted(number, plan.service())
                                : new SurgeryStarted(number, plan.service(), plan.location(), plan.practitioner());
                facts.add(either(
                        context,
                        presentSince(context, status, times),
                        surgery,
                        new PatientArrived(Optional.of(number), Optional.empty(), plan.location())));
                yield facts;
            }
        };
    }

    /** The time of the report; of a completed appointment its plan, unless that is later. */
    private static OccurrenceTime presentSince(
            Hl7MappingContext context, Optional<AppointmentStatus> status, AppointmentTimes times) {
        OccurrenceTime reported = context.occurredAt();
        return times.start()
                .filter(_ -> status.filter(AppointmentStatus.COMPLETE::equals).isPresent())
                .filter(start -> start.toInstant().isBefore(reported.time().toInstant()))
                .map(start -> new OccurrenceTime(start.time(), start.precision(), TimeOrigin.DERIVED, List.of()))
                .orElse(reported);
    }

    private static Fact either(Hl7MappingContext context, Event surgery, Event appointment) {
        return either(context, context.occurredAt(), surgery, appointment);
    }

    private static Fact either(Hl7MappingContext context, OccurrenceTime at, Event surgery, Event appointment) {
        return isInOperatingRoom(context)
                ? context.factWithAlternative(at, surgery, appointment)
                : context.factWithAlternative(at, appointment, surgery);
    }

    /**
     * SCH-2, the number of the scheduling application (filler); SCH-1 if it is empty. The occurrences of a repeated
     * appointment share it: the second and later ones (SCH-3) are appointments of their own.
     */
    private static Identifier appointmentNumber(Hl7MappingContext context) {
        Hl7Segment sch = context.segment("SCH");
        Identifier number = context.identifiers()
                .ei(sch.field(2), sch.field(1))
                .orElseThrow(() -> Hl7RejectionCode.APPOINTMENT_NUMBER_MISSING.exceptionAt("SCH-2"));
        return sch.value(3)
                .filter(occurrence -> occurrence.matches("0*[1-9]\\d*") && !occurrence.matches("0*1"))
                .map(occurrence -> Identifier.of(number.system(), number.value() + "#" + occurrence))
                .orElse(number);
    }

    private static boolean isInOperatingRoom(Hl7MappingContext context) {
        String prefixes = context.properties().operatingRooms().stream()
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        Pattern roomPattern =
                Pattern.compile("(?:" + prefixes + ")(?!\\p{L}).*", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return context.message().segments().stream()
                .filter(segment -> segment.is("AIL") || segment.is("AIS") || segment.is("AIG"))
                .flatMap(segment -> Stream.of(segment.text(3), segment.field(3).text(2)))
                .anyMatch(name -> roomPattern.matcher(name).matches());
    }
}
