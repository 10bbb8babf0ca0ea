package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as precise as it was reported: {@code 2026+01:00}, {@code 2026-03-10+01:00}, {@code 2026-03-10T09:00+01:00},
 * {@code 2026-03-10T09:00:00+01:00}. The text is ISO 8601, always with the offset.
 *
 * @param time the first moment of the stated period
 */
public record PartialDateTime(OffsetDateTime time, TimePrecision precision) implements Comparable<PartialDateTime> {

    private static final Pattern FORMAT =
            Pattern.compile("([+-]?\\d{4,9})(?:-(\\d{2})(?:-(\\d{2})(?:T(\\d{2})(?::(\\d{2})"
                    + "(:\\d{2}(?:\\.\\d{1,9})?)?)?)?)?)?(Z|[+-]\\d{2}:\\d{2}(?::\\d{2})?)");

    private static final DateTimeFormatter YEAR = DateTimeFormatter.ofPattern("uuuuXXXXX");
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu-MMXXXXX");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-ddXXXXX");
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HHXXXXX");
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mmXXXXX");

    public PartialDateTime {
        time = switch (precision) {
            case YEAR -> time.withDayOfYear(1).truncatedTo(ChronoUnit.DAYS);
            case MONTH -> time.withDayOfMonth(1).truncatedTo(ChronoUnit.DAYS);
            case DAY -> time.truncatedTo(ChronoUnit.DAYS);
            case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
            case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
            case SECOND -> time;
        };
    }

    /** A time stated to the second. */
    public static PartialDateTime of(OffsetDateTime time) {
        return new PartialDateTime(time, TimePrecision.SECOND);
    }

    /** @throws DateTimeException if the text is not such a time */
    @JsonCreator
    public static PartialDateTime parse(String text) {
        return IsoTimeFormat.parseUsualForm(text).map(PartialDateTime::of).orElseGet(() -> parseAnyForm(text));
    }

    private static PartialDateTime parseAnyForm(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("Not an ISO 8601 time with an offset");
        }
        if (matcher.group(6) != null) {
            return of(parseToTheSecond(text, matcher));
        }
        TimePrecision precision = matcher.group(2) == null
                ? TimePrecision.YEAR
                : matcher.group(3) == null
                        ? TimePrecision.MONTH
                        : matcher.group(4) == null
                                ? TimePrecision.DAY
                                : matcher.group(5) == null ? TimePrecision.HOUR : TimePrecision.MINUTE;
        LocalDateTime local = LocalDateTime.of(
                Integer.parseInt(matcher.group(1)),
                intOrDefault(matcher.group(2), 1),
                intOrDefault(matcher.group(3), 1),
                intOrDefault(matcher.group(4), 0),
                intOrDefault(matcher.group(5), 0));
        return new PartialDateTime(local.atOffset(ZoneOffset.of(matcher.group(7))), precision);
    }

    /** A leap second, which RFC 3339 and FHIR allow and Java does not, is the second after it. */
    private static OffsetDateTime parseToTheSecond(String text, Matcher matcher) {
        return matcher.group(6).startsWith(":60")
                ? OffsetDateTime.parse(text.substring(0, matcher.start(6)) + ":59" + matcher.group(7))
                        .plusSeconds(1)
                : OffsetDateTime.parse(text);
    }

    public Instant toInstant() {
        return time.toInstant();
    }

    /** Whether it is later, whichever moments of the stated periods are meant: no time of a day is after that day. */
    public boolean isCertainlyAfter(PartialDateTime other) {
        return !toInstant().isBefore(other.end());
    }

    /** The end of the stated period, exclusive; of a time to the second, right after it. */
    private Instant end() {
        return switch (precision) {
            case YEAR -> time.plusYears(1).toInstant();
            case MONTH -> time.plusMonths(1).toInstant();
            case DAY -> time.plusDays(1).toInstant();
            case HOUR -> time.plusHours(1).toInstant();
            case MINUTE -> time.plusMinutes(1).toInstant();
            case SECOND -> time.plusNanos(1).toInstant();
        };
    }

    @JsonValue
    public String text() {
        return switch (precision) {
            case YEAR -> time.format(YEAR);
            case MONTH -> time.format(MONTH);
            case DAY -> time.format(DAY);
            case HOUR -> time.format(HOUR);
            case MINUTE -> time.format(MINUTE);
            case SECOND -> IsoTimeFormat.format(time);
        };
    }

    /** By the first moment. */
    @Override
    public int compareTo(PartialDateTime other) {
        return toInstant().compareTo(other.toInstant());
    }

    @Override
    public String toString() {
        return text();
    }

    private static int intOrDefault(String text, int defaultValue) {
        return text == null ? defaultValue : Integer.parseInt(text);
    }
}
