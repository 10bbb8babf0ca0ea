package org.parcours.command.intake.hl7.message;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Anomaly;
import org.parcours.events.PartialDate;
import org.parcours.events.PartialDateTime;
import org.parcours.events.SupportedYears;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;

/**
 * Parses HL7 times (DT, TS, DTM), from a year to fractions of a second. The offset of a time is its own; else that of
 * MSH-7, which holds for the whole message (HL7 v2.9, 2.14.9.7); else that of the zone. Zeros in place of a month, a day
 * or the whole date state that it is not known.
 *
 * @param zone of the times of the message
 * @param messageOffset the offset of MSH-7
 */
public record Hl7DateTimeParser(ZoneId zone, Optional<ZoneOffset> messageOffset) {

    private static final Pattern FORMAT = Pattern.compile(
            "(\\d{4})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(?:(\\d{2})(\\.\\d{1,9})?)?)?)?)?)?([+-]\\d{4})?");

    /** A year or a month, then zeros and maybe an offset. */
    private static final Pattern ZERO_PARTS = Pattern.compile("(\\d{4}(?:0[1-9]|1[0-2])?)(?:00){1,5}([+-]\\d{4})?");

    private static final Pattern ZEROS = Pattern.compile("0{6,}(?:\\.0+)?(?:[+-]\\d{4})?");

    private static final TimePrecision[] PRECISION_BY_GROUP = {
        TimePrecision.YEAR,
        TimePrecision.MONTH,
        TimePrecision.DAY,
        TimePrecision.HOUR,
        TimePrecision.MINUTE,
        TimePrecision.SECOND
    };

    public Hl7DateTimeParser(ZoneId zone) {
        this(zone, Optional.empty());
    }

    /**
     * The parser for a message. MSH-7 with the offset that the sender's zone has at that moment states this zone: a time of
     * the other half of the year has the zone's other offset. Any other offset holds for all times of the message.
     *
     * @param zone of the sender or the hospital
     */
    public static Hl7DateTimeParser of(ZoneId zone, Hl7FieldRepetition msh7) {
        Hl7DateTimeParser local = new Hl7DateTimeParser(zone);
        return local.parseTextIfValid(msh7.text())
                .filter(sent -> sent.origin() == TimeOrigin.STATED)
                .map(sent -> sent.value().time())
                .map(sent -> new Hl7DateTimeParser(
                        zone.getRules().getOffset(sent.toInstant()).equals(sent.getOffset()) ? zone : sent.getOffset(),
                        Optional.of(sent.getOffset())))
                .orElse(local);
    }

    /** @throws RejectionException naming the field, if its value is not a valid time */
    public Optional<ReportedTime> parse(Hl7FieldRepetition field) {
        return parse(field, 1);
    }

    public Optional<ReportedTime> parse(Hl7FieldRepetition field, int component) {
        try {
            return field.value(component).filter(Hl7DateTimeParser::isKnown).map(text -> parseText(text)
                    .orElseThrow(() -> invalid(field, component)));
        } catch (DateTimeException e) {
            throw invalid(field, component);
        }
    }

    private static RejectionException invalid(Hl7FieldRepetition field, int component) {
        return Hl7RejectionCode.INVALID_TIME.exceptionAt(
                component == 1 ? field.path() : field.path() + "." + component);
    }

    /** An optional time: an invalid value is ignored. */
    public Optional<ReportedTime> parseIfValid(Hl7FieldRepetition field) {
        return field.valueAs(this::parseTextIfValid);
    }

    /** An optional time in a component: an invalid value is left to the caller. */
    public Optional<ReportedTime> parseTextIfValid(String text) {
        try {
            return parseText(text);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * A date without a time of day, such as a birth date: the digits of the date as sent, since a date has no time zone.
     * An invalid value is ignored, since it must not cause a fact to be rejected.
     */
    public static Optional<PartialDate> parseDate(Hl7FieldRepetition field) {
        return field.valueAs(Hl7DateTimeParser::parseDateText);
    }

    private static Optional<PartialDate> parseDateText(String text) {
        Matcher matcher = FORMAT.matcher(withoutZeroParts(text));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            TimePrecision precision = matcher.group(2) == null
                    ? TimePrecision.YEAR
                    : matcher.group(3) == null ? TimePrecision.MONTH : TimePrecision.DAY;
            return Optional.of(new PartialDate(localDate(matcher), precision))
                    .filter(date -> SupportedYears.include(date.day()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Empty where the text does not have the form of a time.
     *
     * @throws DateTimeException where it has, but there is no such time
     */
    private Optional<ReportedTime> parseText(String text) {
        Matcher matcher = FORMAT.matcher(withoutZeroParts(text));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        LocalDateTime local = localDateTime(matcher);
        TimePrecision precision = precision(matcher);
        Optional<ZoneOffset> stated = Optional.ofNullable(matcher.group(8)).map(ZoneOffset::of);
        OffsetDateTime time = stated.map(local::atOffset)
                .orElseGet(() -> ZonedDateTime.ofLocal(local, zone, messageOffset.orElse(null))
                        .toOffsetDateTime());
        if (!SupportedYears.include(time)) {
            throw new DateTimeException("Outside the years 1 to 9999");
        }
        return Optional.of(new ReportedTime(
                new PartialDateTime(time, precision),
                stated.isPresent() || messageOffset.isPresent() ? TimeOrigin.STATED : TimeOrigin.STATED_WITHOUT_OFFSET,
                stated.isEmpty() && precision.hasTimeOfDay() ? daylightSavingAnomaly(local) : Optional.empty()));
    }

    /** A time that exists twice is known if one of its offsets is that of MSH-7. */
    private Optional<Anomaly.Code> daylightSavingAnomaly(LocalDateTime local) {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            return Optional.of(Anomaly.Code.TIME_DOES_NOT_EXIST);
        }
        return offsets.size() == 1 || messageOffset.filter(offsets::contains).isPresent()
                ? Optional.empty()
                : Optional.of(Anomaly.Code.TIME_AMBIGUOUS);
    }

    private static boolean isKnown(String text) {
        return !ZEROS.matcher(text).matches();
    }

    private static String withoutZeroParts(String text) {
        Matcher matcher = ZERO_PARTS.matcher(text);
        return isKnown(text) && matcher.matches()
                ? matcher.group(1) + Optional.ofNullable(matcher.group(2)).orElse("")
                : text;
    }

    private static TimePrecision precision(Matcher matcher) {
        int group = 6;
        while (matcher.group(group) == null) {
            group--;
        }
        return PRECISION_BY_GROUP[group - 1];
    }

    /** 24:00 is the end of the day (ISO 8601), and a leap second the second after it. */
    private static LocalDateTime localDateTime(Matcher matcher) {
        LocalDate date = localDate(matcher);
        int hour = intOrDefault(matcher, 4, 0);
        int second = intOrDefault(matcher, 6, 0);
        boolean leap = second == 60;
        LocalTime time = LocalTime.of(
                hour == 24 ? 0 : hour, intOrDefault(matcher, 5, 0), leap ? 59 : second, leap ? 0 : nanos(matcher));
        if (hour == 24 && !time.equals(LocalTime.MIDNIGHT)) {
            throw new DateTimeException("No such hour");
        }
        return date.plusDays(hour == 24 ? 1 : 0).atTime(time).plusSeconds(leap ? 1 : 0);
    }

    private static LocalDate localDate(Matcher matcher) {
        return LocalDate.of(intOrDefault(matcher, 1, 0), intOrDefault(matcher, 2, 1), intOrDefault(matcher, 3, 1));
    }

    private static int intOrDefault(Matcher matcher, int group, int defaultValue) {
        return matcher.group(group) == null ? defaultValue : Integer.parseInt(matcher.group(group));
    }

    private static int nanos(Matcher matcher) {
        String fraction = matcher.group(7);
        return fraction == null ? 0 : Integer.parseInt((fraction.substring(1) + "00000000").substring(0, 9));
    }
}
