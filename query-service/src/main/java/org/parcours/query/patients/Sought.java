package org.parcours.query.patients;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.query.views.SearchWords;

/**
 * What somebody typed to find a patient.
 *
 * @param born {@code 12/03/1950}, {@code 12.3.1950} or {@code 1950-03-12} in it
 * @param words all the rest
 */
record Sought(List<LocalDate> born, List<String> words) {

    private static final Pattern DATE = Pattern.compile(
            "(?<!\\S)(?:(?<day>\\d{1,2})[/.-](?<month>\\d{1,2})[/.-](?<year>\\d{4})|(?<iso>\\d{4}-\\d{2}-\\d{2}))(?!\\S)");

    static Sought of(String text) {
        List<LocalDate> born = new ArrayList<>();
        String rest = DATE.matcher(text).replaceAll(found -> date(found)
                .map(day -> {
                    born.add(day);
                    return " ";
                })
                .orElseGet(() -> Matcher.quoteReplacement(found.group())));
        return new Sought(List.copyOf(born), SearchWords.of(rest));
    }

    /** 31/02 is no date, and found as the words that it is. */
    private static Optional<LocalDate> date(MatchResult found) {
        try {
            return Optional.of(
                    found.group("iso") != null
                            ? LocalDate.parse(found.group("iso"))
                            : LocalDate.of(number(found, "year"), number(found, "month"), number(found, "day")));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static int number(MatchResult found, String part) {
        return Integer.parseInt(found.group(part));
    }
}
