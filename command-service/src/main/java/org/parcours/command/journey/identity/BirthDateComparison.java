package org.parcours.command.journey.identity;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import org.parcours.events.PartialDate;
import org.parcours.events.TimePrecision;

/** Compares two birth dates as far as both are known; a typing error makes no other date. */
final class BirthDateComparison {

    /** Earlier than the oldest person: a placeholder such as 1800-01-01 or 1900-01-01. */
    private static final LocalDate EARLIEST = LocalDate.of(1900, 1, 2);

    private BirthDateComparison() {}

    static boolean isSameDate(PartialDate one, PartialDate other) {
        if (one.day().isBefore(EARLIEST) || other.day().isBefore(EARLIEST)) {
            return true;
        }
        return switch (less(precision(one), precision(other))) {
            // Of a year alone one wrong digit is another generation.
            case YEAR -> one.day().getYear() == other.day().getYear();
            case MONTH -> isSameText(one, other, "uuuuMM");
            case DAY, HOUR, MINUTE, SECOND ->
                isSameText(one, other, "uuuuMMdd") || isDayAndMonthExchanged(one.day(), other.day());
        };
    }

    /** Where the day is unknown, 1 January and 31 December stand for the year. */
    private static TimePrecision precision(PartialDate date) {
        boolean placeholder = date.day().getDayOfYear() == 1
                || date.day().getDayOfYear() == date.day().lengthOfYear();
        return placeholder ? TimePrecision.YEAR : date.precision();
    }

    private static TimePrecision less(TimePrecision one, TimePrecision other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Equal, or one digit is wrong, or two neighbours are exchanged. */
    private static boolean isSameText(PartialDate one, PartialDate other, String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
        return EditDistance.isAtMost(1, format.format(one.day()), format.format(other.day()));
    }

    private static boolean isDayAndMonthExchanged(LocalDate one, LocalDate other) {
        return one.getYear() == other.getYear()
                && one.getDayOfMonth() == other.getMonthValue()
                && one.getMonthValue() == other.getDayOfMonth();
    }
}
