package org.parcours.command.intake.hl7.message;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.message.RejectionException;
import org.parcours.events.SupportedYears;

/**
 * Parses HL7 times (DT, TS, DTM), from a year to fractions of a second.
 *
 * @param zone the hospital's time zone, for times without an offset
 */
public record Hl7DateTimeParser(ZoneId zone) {

    private static final Pattern FORMAT = Pattern.compile(
            "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(\\.\\d{1,9})?)?)?)?)?)?([+-]\\d{4})?");

    /** @throws RejectionException naming the field, if its value is not a valid time */
    public Optional<OffsetDateTime> parse(Hl7FieldRepetition field) {
        return parse(field, 1);
    }

    public Optional<OffsetDateTime> parse(Hl7FieldRepetition field, int component) {
        try {
            return field.value(component).map(this::parseText);
        } catch (DateTimeException e) {
            String path = component == 1 ? field.path() : field.path() + "." + component;
            throw Hl7RejectionCode.INVALID_TIME.exceptionAt(path);
        }
    }

    /** An optional time: an invalid value is ignored. */
    public Optional<OffsetDateTime> parseIfValid(Hl7FieldRepetition field) {
        try {
            return field.value().map(this::parseText);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A birth date: an invalid value is ignored, since it must not cause a fact to be rejected. */
    public Optional<LocalDate> parseDate(Hl7FieldRepetition field) {
        return parseIfValid(field).filter(time -> field.text().length() >= 8).map(OffsetDateTime::toLocalDate);
    }

    private OffsetDateTime parseText(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("Not an HL7 time");
        }
        LocalDate date =
                LocalDate.of(intOrDefault(matcher, 1, 0), intOrDefault(matcher, 2, 1), intOrDefault(matcher, 3, 1));
        LocalTime time = LocalTime.of(
                intOrDefault(matcher, 4, 0), intOrDefault(matcher, 5, 0), intOrDefault(matcher, 6, 0), nanos(matcher));
        LocalDateTime local = date.atTime(time);
        OffsetDateTime dateTime = matcher.group(8) == null
                ? local.atZone(zone).toOffsetDateTime()
                : local.atOffset(ZoneOffset.of(matcher.group(8)));
        if (!SupportedYears.include(dateTime)) {
            throw new DateTimeException("Outside the years 1 to 9999");
        }
        return dateTime;
    }

    private static int intOrDefault(Matcher matcher, int group, int defaultValue) {
        return matcher.group(group) == null ? defaultValue : Integer.parseInt(matcher.group(group));
    }

    private static int nanos(Matcher matcher) {
        String fraction = matcher.group(7);
        return fraction == null ? 0 : Integer.parseInt((fraction.substring(1) + "00000000").substring(0, 9));
    }
}
