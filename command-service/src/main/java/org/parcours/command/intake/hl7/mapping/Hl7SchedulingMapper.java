package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.PartialDateTime;
import org.parcours.events.Practitioner;
import org.parcours.events.SupportedYears;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/**
 * Maps SIU to appointments; an appointment in an operating room is a surgery. Later messages with the same number often
 * leave the room out, so each fact carries the other meaning as its alternative, and the step already recorded under
 * the number decides.
 */
final class Hl7SchedulingMapper {

    private Hl7SchedulingMapper() {}

    /** S12. */
    static List<Fact> mapBooking(Hl7MappingContext context) {
        ScheduledSlot slot = scheduledSlot(context);
        return factWithAlternative(
                context,
                slot.surgeryScheduled(),
                new AppointmentBooked(
                        slot.number(), slot.start(), slot.end(), slot.reason(), slot.location(), slot.practitioner()));
    }

    /** S13, S14. */
    static List<Fact> mapRescheduling(Hl7MappingContext context) {
        ScheduledSlot slot = scheduledSlot(context);
        return factWithAlternative(
                context,
                slot.surgeryScheduled(),
                new AppointmentRescheduled(
                        slot.number(), slot.start(), slot.end(), slot.reason(), slot.location(), slot.practitioner()));
    }

    /** S15, S17. SCH-6 is the reason of this message, SCH-7 that of the booking. */
    static List<Fact> mapCancellation(Hl7MappingContext context) {
        Identifier number = appointmentNumber(context);
        Optional<Coding> reason = coding(context.segment("SCH").field(6));
        return factWithAlternative(
                context, new SurgeryCancelled(number, reason), new AppointmentCancelled(number, reason));
    }

    /** S26. A surgery that the patient missed is a cancelled one. */
    static List<Fact> mapNoShow(Hl7MappingContext context) {
        Identifier number = appointmentNumber(context);
        Optional<Coding> reason = coding(context.segment("SCH").field(6));
        return factWithAlternative(context, new SurgeryCancelled(number, reason), new AppointmentMissed(number));
    }

    private static List<Fact> factWithAlternative(Hl7MappingContext context, Event surgery, Event appointment) {
        return List.of(
                isInOperatingRoom(context)
                        ? context.factWithAlternative(context.occurredAt(), surgery, appointment)
                        : context.factWithAlternative(context.occurredAt(), appointment, surgery));
    }

    private record ScheduledSlot(
            Identifier number,
            Optional<PartialDateTime> start,
            Optional<PartialDateTime> end,
            Optional<Coding> reason,
            Optional<Coding> service,
            Optional<Location> location,
            Optional<Practitioner> practitioner) {
        SurgeryScheduled surgeryScheduled() {
            return new SurgeryScheduled(number, service.or(() -> reason), start, end, location, practitioner);
        }
    }

    private static ScheduledSlot scheduledSlot(Hl7MappingContext context) {
        Optional<Coding> service = coding(context.segment("AIS").field(3));
        Optional<PartialDateTime> start = plannedStart(context);
        return new ScheduledSlot(
                appointmentNumber(context),
                start,
                plannedEnd(context, start),
                coding(context.segment("SCH").field(7)).or(() -> service),
                service,
                Hl7DataTypeMapper.location(context.segment("AIL").field(3)),
                context.practitioner(context.segment("AIP"), 3));
    }

    /** SCH-2, the number of the scheduling application (filler); SCH-1 if it is empty. */
    private static Identifier appointmentNumber(Hl7MappingContext context) {
        Hl7Segment sch = context.segment("SCH");
        return context.identifiers()
                .ei(sch.field(2), sch.field(1))
                .orElseThrow(() -> Hl7RejectionCode.APPOINTMENT_NUMBER_MISSING.exceptionAt("SCH-2"));
    }

    /** TQ1 if present: since v2.5, SCH-11 is retained only as the bounds of a repetition. */
    private static Optional<PartialDateTime> plannedStart(Hl7MappingContext context) {
        return context.firstTime(context.segment("TQ1").field(7))
                .or(() -> context.time(context.segment("SCH").field(11), 4))
                .or(() -> context.firstTime(
                        context.segment("AIS").field(4),
                        context.segment("AIG").field(8),
                        context.segment("AIL").field(6),
                        context.segment("AIP").field(6)));
    }

    private static Optional<PartialDateTime> plannedEnd(Hl7MappingContext context, Optional<PartialDateTime> start) {
        return context.firstTime(context.segment("TQ1").field(8))
                .or(() -> context.time(context.segment("SCH").field(11), 5))
                .or(() -> start.filter(from -> from.precision().hasTimeOfDay())
                        .flatMap(from -> duration(context).map(duration -> plus(from, duration))));
    }

    /** As precise as the start. A reported time is valid once parsed; its sum with a duration may not be. */
    private static PartialDateTime plus(PartialDateTime start, Duration duration) {
        OffsetDateTime end = start.time().plus(duration);
        if (!SupportedYears.include(end)) {
            throw Hl7RejectionCode.INVALID_TIME.exceptionAt("SCH-9");
        }
        return new PartialDateTime(end, start.precision());
    }

    /** SCH-9 and SCH-10; AIS-7 and AIS-8 if they are empty. An unknown unit counts as no duration. */
    private static Optional<Duration> duration(Hl7MappingContext context) {
        Hl7Segment sch = context.segment("SCH");
        Hl7Segment service = context.segment("AIS");
        return duration(sch.text(9), sch.text(10)).or(() -> duration(service.text(7), service.text(8)));
    }

    private static Optional<Duration> duration(String amount, String unit) {
        if (!amount.matches("\\d{1,5}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(amount);
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "s", "sec" -> Optional.of(Duration.ofSeconds(number));
            case "", "m", "min", "mn", "minutes" -> Optional.of(Duration.ofMinutes(number));
            case "h", "hr", "hour", "hours" -> Optional.of(Duration.ofHours(number));
            default -> Optional.empty();
        };
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
