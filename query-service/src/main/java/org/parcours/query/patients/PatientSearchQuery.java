package org.parcours.query.patients;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.query.views.SearchTokenizer;

/**
 * @param birthDates the dates in the text: {@code 12/03/1950}, {@code 12.3.1950} or {@code 1950-03-12}
 * @param terms all other words, as tokens
 */
record PatientSearchQuery(List<LocalDate> birthDates, List<String> terms) {

    private static final Pattern DATE = Pattern.compile(
            "(?<!\\S)(?:(?<day>\\d{1,2})[/.-](?<month>\\d{1,2})[/.-](?<year>\\d{4})|(?<iso>\\d{4}-\\d{2}-\\d{2}))(?!\\S)");

    static PatientSearchQuery parse(String text) {
        List<LocalDate> birthDates = new ArrayList<>();
        String rest = DATE.matcher(text).replaceAll(match -> date(match)
                .map(day -> {
                    birthDates.add(day);
                    return " ";
                })
                .orElseGet(() -> Matcher.quoteReplacement(match.group())));
        return new PatientSearchQuery(List.copyOf(birthDates), SearchTokenizer.tokenize(rest));
    }

    /** An impossible date such as 31/02 is searched as text. */
    private static Optional<LocalDate> date(MatchResult match) {
        try {
            return Optional.of(
                    match.group("iso") != null
                            ? LocalDate.parse(match.group("iso"))
                            : LocalDate.of(number(match, "year"), number(match, "month"), number(match, "day")));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static int number(MatchResult match, String part) {
        return Integer.parseInt(match.group(part));
    }
}
