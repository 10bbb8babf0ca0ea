package org.parcours.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Reads and writes times as {@link DateTimeFormatter#ISO_OFFSET_DATE_TIME} and {@link DateTimeFormatter#ISO_INSTANT} do. Each
 * event has several of them: the usual form is read and written here, every other one by Java's formatters, which take many
 * times as long.
 */
public final class IsoTimeFormat {

    /** {@code 2026-03-10T09:00:00}. */
    private static final int TO_THE_SECOND = 19;

    private static final int NANO_DIGITS = 9;
    private static final int OFFSET = "+01:00".length();
    private static final long FIRST = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private IsoTimeFormat() {}

    /** @throws DateTimeException where the text is no date, time and offset */
    public static OffsetDateTime parse(String text) {
        return parseUsualForm(text).orElseGet(() -> OffsetDateTime.parse(text));
    }

    /** @throws DateTimeException where the text is no date, time and offset */
    public static Instant parseInstant(String text) {
        return parseUsualForm(text).map(OffsetDateTime::toInstant).orElseGet(() -> Instant.parse(text));
    }

    /** A time with four digits of the year, with seconds, and with an offset of hours and minutes; otherwise empty. */
    public static Optional<OffsetDateTime> parseUsualForm(String text) {
        if (text.length() <= TO_THE_SECOND || !isSeparated(text)) {
            return Optional.empty();
        }
        int offsetAt = TO_THE_SECOND;
        int nanos = 0;
        if (text.charAt(offsetAt) == '.') {
            offsetAt = endOfDigits(text, TO_THE_SECOND + 1);
            int digits = offsetAt - TO_THE_SECOND - 1;
            if (digits == 0 || digits > NANO_DIGITS) {
                return Optional.empty();
            }
            nanos = number(text, TO_THE_SECOND + 1, offsetAt);
            for (int i = digits; i < NANO_DIGITS; i++) {
                nanos *= 10;
            }
        }
        try {
            Optional<ZoneOffset> offset = offset(text, offsetAt);
            return offset.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, TO_THE_SECOND),
                            nanos,
                            offset.get()));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isSeparated(String text) {
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.charAt(10) == 'T'
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static Optional<ZoneOffset> offset(String text, int at) {
        if (text.length() == at + 1 && text.charAt(at) == 'Z') {
            return Optional.of(ZoneOffset.UTC);
        }
        if (text.length() != at + OFFSET || text.charAt(at + 3) != ':') {
            return Optional.empty();
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + OFFSET);
        return switch (text.charAt(at)) {
            case '+' -> Optional.of(ZoneOffset.ofHoursMinutes(hours, minutes));
            case '-' -> Optional.of(ZoneOffset.ofHoursMinutes(-hours, -minutes));
            default -> Optional.empty();
        };
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** @throws DateTimeException where there is another character than a digit */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (!isDigit(digit)) {
                throw new DateTimeException("a digit is expected");
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** As {@link DateTimeFormatter#ISO_OFFSET_DATE_TIME}. */
    public static String format(OffsetDateTime time) {
        if (!hasFourDigits(time.getYear())) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
        }
        StringBuilder text = toTheSecond(time.toLocalDateTime());
        if (time.getNano() != 0) {
            appendFraction(text, time.getNano(), 1);
        }
        return text.append(time.getOffset().getId()).toString();
    }

    /** As {@link Instant#toString}. */
    public static String format(Instant instant) {
        if (instant.getEpochSecond() < FIRST || instant.getEpochSecond() > LAST) {
            return instant.toString();
        }
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        StringBuilder text = toTheSecond(time);
        if (time.getNano() != 0) {
            appendFraction(text, time.getNano(), 3);
        }
        return text.append('Z').toString();
    }

    private static boolean hasFourDigits(int year) {
        return year >= 0 && year <= 9999;
    }

    private static StringBuilder toTheSecond(LocalDateTime time) {
        StringBuilder text = new StringBuilder("2026-03-10T09:00:00.123456789+01:00".length());
        appendDigits(text, time.getYear(), 4);
        appendDigits(text.append('-'), time.getMonthValue(), 2);
        appendDigits(text.append('-'), time.getDayOfMonth(), 2);
        appendDigits(text.append('T'), time.getHour(), 2);
        appendDigits(text.append(':'), time.getMinute(), 2);
        appendDigits(text.append(':'), time.getSecond(), 2);
        return text;
    }

    /** Without zeros at the end, except those that make the number of digits a multiple. */
    private static void appendFraction(StringBuilder text, int nanos, int multiple) {
        int digits = NANO_DIGITS;
        int rest = nanos;
        while (rest % 10 == 0) {
            rest /= 10;
            digits--;
        }
        for (; digits % multiple != 0; digits++) {
            rest *= 10;
        }
        appendDigits(text.append('.'), rest, digits);
    }

    private static void appendDigits(StringBuilder text, int number, int digits) {
        for (int divisor = pow10(digits - 1); divisor > 0; divisor /= 10) {
            text.append((char) ('0' + number / divisor % 10));
        }
    }

    private static int pow10(int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
