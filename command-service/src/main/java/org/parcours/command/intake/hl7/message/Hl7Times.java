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
 * HL7 times (DT, TS, DTM), from a year to fractions of a second. Where no offset is told the hospital's zone holds.
 *
 * @param zone the zone of those who tell no offset
 */
public record Hl7Times(ZoneId zone) {

    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(\\.\\d{1,9})?)?)?)?)?)?([+-]\\d{4})?");

    /** @throws RejectionException naming the field, where there is no such time */
    public Optional<OffsetDateTime> read(Hl7Field field) {
        return read(field, 1);
    }

    public Optional<OffsetDateTime> read(Hl7Field field, int component) {
        try {
            return field.told(component).map(this::parse);
        } catch (DateTimeException e) {
            String place = component == 1 ? field.name() : field.name() + "." + component;
            throw new RejectionException(Hl7Rejections.IMPOSSIBLE_TIME.at(place));
        }
    }

    /** A time that others can do without: what cannot be read is left out. */
    public Optional<OffsetDateTime> readIfPossible(Hl7Field field) {
        try {
            return field.told().map(this::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The day of a birth: what cannot be read is left out, since a wrong birthday must not stop a fact. */
    public Optional<LocalDate> day(Hl7Field field) {
        try {
            return field.told().filter(text -> text.length() >= 8).map(text -> parse(text)
                    .toLocalDate());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private OffsetDateTime parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException("Not an HL7 time");
        }
        LocalDate date = LocalDate.of(number(parts, 1, 0), number(parts, 2, 1), number(parts, 3, 1));
        LocalTime time = LocalTime.of(number(parts, 4, 0), number(parts, 5, 0), number(parts, 6, 0), nanos(parts));
        LocalDateTime local = LocalDateTime.of(date, time);
        OffsetDateTime read = parts.group(8) == null
                ? local.atZone(zone).toOffsetDateTime()
                : local.atOffset(ZoneOffset.of(parts.group(8)));
        if (!SupportedYears.include(read)) {
            throw new DateTimeException("Outside the years 1 to 9999");
        }
        return read;
    }

    private static int number(Matcher parts, int group, int otherwise) {
        return parts.group(group) == null ? otherwise : Integer.parseInt(parts.group(group));
    }

    private static int nanos(Matcher parts) {
        String fraction = parts.group(7);
        return fraction == null ? 0 : Integer.parseInt((fraction.substring(1) + "00000000").substring(0, 9));
    }
}
