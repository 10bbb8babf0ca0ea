package org.parcours.command.intake.hl7.mapping;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Rejections;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.command.message.RejectionException;
import org.parcours.events.AppointmentEvent.AppointmentBooked;
import org.parcours.events.AppointmentEvent.AppointmentCancelled;
import org.parcours.events.AppointmentEvent.AppointmentMissed;
import org.parcours.events.AppointmentEvent.AppointmentRescheduled;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.Practitioner;
import org.parcours.events.SupportedYears;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;

/**
 * SIU; what books an operating room is an operation. Later messages of the same number often leave the room out, so each
 * is told as both, and what the number is known as decides.
 */
final class Appointments {

    private Appointments() {}

    /**
     * A04. An outpatient (PV1-2 O) has come, and where a visit is numbered that is a stay as well, which A03 and A11 may
     * speak of. A ZBE makes it a movement like any other: PAM France sends emergencies as O, and says E later.
     */
    static List<Fact> registered(Told told) {
        boolean outpatient =
                told.segment("PV1").text(2).equals("O") && !told.message().has("ZBE");
        if (!outpatient) {
            return Movements.facts(told);
        }
        boolean numbered = new Stays(told.numbers())
                .visit(told.segment("PID"), told.segment("PV1"))
                .number()
                .isPresent();
        return Stream.concat(numbered ? Movements.facts(told).stream() : Stream.<Fact>empty(), arrived(told).stream())
                .toList();
    }

    /** A10; PV1-44 is when an outpatient came, and says nothing of who was admitted before. */
    static List<Fact> arrived(Told told) {
        Stays stays = new Stays(told.numbers());
        Hl7Segment pv1 = told.segment("PV1");
        Hl7Segment zbe = told.segment("ZBE");
        return told.facts(
                told.occurredAt(told.trigger().equals("A04") ? pv1.field(44) : zbe.field(2)),
                new PatientArrived(
                        Optional.empty(),
                        Optional.of(stays.visit(told.segment("PID"), pv1)),
                        stays.location(pv1, zbe)));
    }

    /** S12. */
    static List<Fact> booked(Told told) {
        Slot slot = slot(told);
        return either(
                told,
                slot.operation(),
                new AppointmentBooked(
                        slot.number(), slot.start(), slot.end(), slot.reason(), slot.place(), slot.who()));
    }

    /** S13, S14. */
    static List<Fact> rescheduled(Told told) {
        Slot slot = slot(told);
        return either(
                told,
                slot.operation(),
                new AppointmentRescheduled(
                        slot.number(), slot.start(), slot.end(), slot.reason(), slot.place(), slot.who()));
    }

    /** S15, S17. SCH-6 says why it is told, SCH-7 why it was booked. */
    static List<Fact> cancelled(Told told) {
        Identifier number = number(told);
        Optional<Coding> reason = People.coding(told.segment("SCH").field(6));
        return either(told, new SurgeryCancelled(number, reason), new AppointmentCancelled(number, reason));
    }

    /** S26. An operation to which nobody came is cancelled. */
    static List<Fact> missed(Told told) {
        Identifier number = number(told);
        Optional<Coding> reason = People.coding(told.segment("SCH").field(6));
        return either(told, new SurgeryCancelled(number, reason), new AppointmentMissed(number));
    }

    private static List<Fact> either(Told told, Event operation, Event appointment) {
        return List.of(
                inOperatingRoom(told)
                        ? told.either(told.occurredAt(), operation, appointment)
                        : told.either(told.occurredAt(), appointment, operation));
    }

    private record Slot(
            Identifier number,
            Optional<OffsetDateTime> start,
            Optional<OffsetDateTime> end,
            Optional<Coding> reason,
            Optional<Coding> service,
            Optional<Location> place,
            Optional<Practitioner> who) {
        SurgeryScheduled operation() {
            return new SurgeryScheduled(number, service.or(() -> reason), start, end, place, who);
        }
    }

    private static Slot slot(Told told) {
        Hl7Segment sch = told.segment("SCH");
        Hl7Segment service = told.segment("AIS");
        Optional<OffsetDateTime> start = start(told);
        return new Slot(
                number(told),
                start,
                end(told, start),
                People.coding(sch.field(7)).or(() -> People.coding(service.field(3))),
                People.coding(service.field(3)),
                Stays.location(told.segment("AIL").field(3)),
                People.practitioner(told.numbers(), told.segment("AIP"), 3));
    }

    /** SCH-2, the number that the scheduling application gave; else SCH-1. */
    private static Identifier number(Told told) {
        Hl7Segment sch = told.segment("SCH");
        return told.numbers()
                .ei(sch.field(2))
                .or(() -> told.numbers().ei(sch.field(1)))
                .orElseThrow(() -> new RejectionException(Hl7Rejections.APPOINTMENT_NUMBER_MISSING.at("SCH-2")));
    }

    /** TQ1 where there is one: since v2.5 SCH-11 is left to what it once was, the bounds of a repetition. */
    private static Optional<OffsetDateTime> start(Told told) {
        return first(told, told.segment("TQ1").field(7))
                .or(() -> told.times().read(told.segment("SCH").field(11), 4))
                .or(() -> first(
                        told,
                        told.segment("AIS").field(4),
                        told.segment("AIG").field(8),
                        told.segment("AIL").field(6),
                        told.segment("AIP").field(6)));
    }

    private static Optional<OffsetDateTime> end(Told told, Optional<OffsetDateTime> start) {
        return first(told, told.segment("TQ1").field(8))
                .or(() -> told.times().read(told.segment("SCH").field(11), 5))
                .or(() -> start.flatMap(from -> duration(told).map(from::plus)).map(Appointments::possible));
    }

    /** What is told has been read as a time; what is added up may be none. */
    private static OffsetDateTime possible(OffsetDateTime end) {
        if (!SupportedYears.include(end)) {
            throw new RejectionException(Hl7Rejections.IMPOSSIBLE_TIME.at("SCH-9"));
        }
        return end;
    }

    private static Optional<OffsetDateTime> first(Told told, Hl7Field... fields) {
        return Stream.of(fields)
                .map(told.times()::read)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** SCH-9 and SCH-10, else AIS-7 and AIS-8; a unit that is not known here says nothing. */
    private static Optional<Duration> duration(Told told) {
        Hl7Segment sch = told.segment("SCH");
        Hl7Segment service = told.segment("AIS");
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

    private static boolean inOperatingRoom(Told told) {
        String prefixes = String.join(
                "|",
                told.settings().operatingRooms().stream().map(Pattern::quote).toList());
        Pattern room =
                Pattern.compile("(?:" + prefixes + ")(?!\\p{L}).*", Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        return told.message().segments().stream()
                .filter(segment -> segment.is("AIL") || segment.is("AIS") || segment.is("AIG"))
                .flatMap(segment -> Stream.of(segment.text(3), segment.field(3).text(2)))
                .anyMatch(name -> room.matcher(name).matches());
    }
}
