package org.parcours.command.intake.hl7.mapping;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.PartialDateTime;
import org.parcours.events.SupportedYears;

/**
 * When an appointment is.
 *
 * @param takenBack the message deletes the start ({@code ""}) and states no other
 * @param duration as sent, with its unit
 * @param further the starts of a repeated appointment (SCH-11, repeated) after the first
 */
record AppointmentTimes(
        Optional<PartialDateTime> start,
        Optional<PartialDateTime> end,
        boolean takenBack,
        Optional<String> duration,
        List<PartialDateTime> further) {

    /** TQ1 if present: since v2.5, SCH-11 is retained only as the bounds of a repetition. Then the first resource. */
    static AppointmentTimes of(Hl7MappingContext context, List<ScheduledResource> resources) {
        Hl7Segment sch = context.segment("SCH");
        Hl7Segment tq1 = context.segment("TQ1");
        Optional<PartialDateTime> ofAppointment =
                context.firstTime(tq1.field(7)).or(() -> context.time(sch.field(11), 4));
        Optional<PartialDateTime> start = ofAppointment.or(() -> resources.stream()
                .filter(resource -> !resource.removed())
                .flatMap(resource -> resource.start().stream())
                .findFirst());
        boolean startDeleted = sch.field(11).isNull(4) | tq1.field(7).isNull(1);
        boolean endDeleted = sch.field(11).isNull(5) | tq1.field(8).isNull(1);
        Optional<PartialDateTime> end = context.firstTime(tq1.field(8))
                .or(() -> context.time(sch.field(11), 5))
                .or(() -> endDeleted
                        ? Optional.empty()
                        : start.filter(from -> from.precision().hasTimeOfDay())
                                .flatMap(from -> duration(context, resources).map(duration -> plus(from, duration))));
        return new AppointmentTimes(
                start,
                end,
                start.isEmpty() && startDeleted,
                durationText(context, resources),
                sch.repetitions(11).stream()
                        .skip(1)
                        .flatMap(repeated -> context.time(repeated, 4).stream())
                        .toList());
    }

    /** As precise as the start. A reported time is valid once parsed; its sum with a duration may not be. */
    private static PartialDateTime plus(PartialDateTime start, Duration duration) {
        OffsetDateTime end = start.time().plus(duration);
        if (!SupportedYears.include(end)) {
            throw Hl7RejectionCode.INVALID_TIME.exceptionAt("SCH-9");
        }
        return new PartialDateTime(end, start.precision());
    }

    /** SCH-9 and SCH-10; if they are empty those of the first service. An unknown unit counts as no duration. */
    private static Optional<Duration> duration(Hl7MappingContext context, List<ScheduledResource> resources) {
        Hl7Segment sch = context.segment("SCH");
        Hl7Segment service = firstService(resources);
        return duration(sch.text(9), sch.field(10)).or(() -> duration(service.text(7), service.field(8)));
    }

    /** The service at the start of the appointment, wherever it stands in the message; a removed one if all are. */
    private static Hl7Segment firstService(List<ScheduledResource> resources) {
        return resources.stream()
                .filter(resource -> resource.is("AIS"))
                .min(Comparator.comparing(ScheduledResource::removed))
                .map(ScheduledResource::segment)
                .orElseGet(() -> Hl7Message.absentSegment("AIS"));
    }

    private static Optional<String> durationText(Hl7MappingContext context, List<ScheduledResource> resources) {
        Hl7Segment sch = context.segment("SCH");
        Hl7Segment service = firstService(resources);
        Hl7FieldRepetition tq1 = context.segment("TQ1").field(6);
        return Stream.of(
                        Hl7MedicationText.amount(sch, 9, 10),
                        Hl7MedicationText.amount(service, 7, 8),
                        sch.field(11).text(3),
                        (tq1.text(1) + " " + tq1.text(2)).strip())
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    private static Optional<Duration> duration(String amount, Hl7FieldRepetition unit) {
        if (!amount.matches("\\d{1,5}(?:\\.\\d{1,3})?")) {
            return Optional.empty();
        }
        return secondsPerUnit(unit.text(1))
                .filter(_ -> !unit.text(1).isEmpty())
                .or(() -> unit.text(1).isEmpty() || !unit.text(2).isEmpty()
                        ? secondsPerUnit(unit.text(2))
                        : Optional.empty())
                .map(seconds -> Duration.ofSeconds(new BigDecimal(amount)
                        .multiply(BigDecimal.valueOf(seconds))
                        .longValue()));
    }

    /** UCUM, ISO+, and the words in use; without a unit, minutes (HL7 v2.9, 10.6.2.9). */
    private static Optional<Long> secondsPerUnit(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "s", "sec", "second", "seconds", "seconde", "secondes" -> Optional.of(1L);
            case "", "m", "min", "mn", "mins", "minute", "minutes" -> Optional.of(60L);
            case "h", "hr", "hrs", "hour", "hours", "heure", "heures" -> Optional.of(3_600L);
            case "d", "day", "days", "j", "jour", "jours" -> Optional.of(86_400L);
            default -> Optional.empty();
        };
    }
}
