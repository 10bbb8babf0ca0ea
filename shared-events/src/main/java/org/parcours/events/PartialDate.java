package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A birth date as precise as it was reported: {@code 1958}, {@code 1958-03}, {@code 1958-03-01}.
 *
 * @param day the first day of the stated period
 * @param precision YEAR, MONTH or DAY
 */
public record PartialDate(LocalDate day, TimePrecision precision) {

    private static final Pattern FORMAT = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?");

    public PartialDate {
        if (precision.hasTimeOfDay()) {
            throw new IllegalArgumentException("A date has no time of day");
        }
        day = switch (precision) {
            case YEAR -> day.withDayOfYear(1);
            case MONTH -> day.withDayOfMonth(1);
            case DAY, HOUR, MINUTE, SECOND -> day;
        };
    }

    public static PartialDate of(LocalDate day) {
        return new PartialDate(day, TimePrecision.DAY);
    }

    /** @throws DateTimeException if the text is not such a date */
    @JsonCreator
    public static PartialDate parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("Not an ISO 8601 date: expected YYYY, YYYY-MM or YYYY-MM-DD");
        }
        int year = Integer.parseInt(matcher.group(1));
        if (year == 0) {
            throw new DateTimeException("Outside the years 1 to 9999");
        }
        if (matcher.group(2) == null) {
            return new PartialDate(LocalDate.of(year, 1, 1), TimePrecision.YEAR);
        }
        int month = Integer.parseInt(matcher.group(2));
        return matcher.group(3) == null
                ? new PartialDate(LocalDate.of(year, month, 1), TimePrecision.MONTH)
                : of(LocalDate.of(year, month, Integer.parseInt(matcher.group(3))));
    }

    /** {@code 1958-03-01}, or the part of it that is known. */
    @JsonValue
    public String text() {
        String text = day.toString();
        return switch (precision) {
            case YEAR -> text.substring(0, 4);
            case MONTH -> text.substring(0, 7);
            case DAY, HOUR, MINUTE, SECOND -> text;
        };
    }

    @Override
    public String toString() {
        return text();
    }
}
