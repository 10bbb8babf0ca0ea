package org.parcours.query.timeline;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Observation;
import org.parcours.events.PartialDateTime;
import org.parcours.query.web.UiText;

/**
 * Measurements of one code at different times: the last one, what they span, and all of them behind a disclosure.
 *
 * @param summary the number of values, the lowest and the highest, and how many have a flag
 * @param values in chronological order, the oldest ones left out of a very long series
 * @param leftOut says how many values the list does not show
 */
public record ValueSeriesView(ValueView last, String summary, List<ValueView> values, Optional<String> leftOut) {

    private static final int MIN_VALUES = 4;
    private static final int MAX_LISTED = 500;

    /** Whether each value has a time, of which there are several. */
    static boolean isSeries(List<Observation> values) {
        return values.size() >= MIN_VALUES
                && values.stream()
                        .allMatch(value ->
                                value.observedAt().isPresent() && value.notes().isEmpty())
                && values.stream().map(Observation::observedAt).distinct().count() >= MIN_VALUES;
    }

    static ValueSeriesView of(List<Observation> values, LocalDate day, boolean finished, UiText uiText) {
        List<Observation> byTime = values.stream()
                .sorted(Comparator.comparing(value -> value.observedAt().orElseThrow()))
                .toList();
        List<ValueView> views = byTime.stream()
                .skip(Math.max(0, byTime.size() - MAX_LISTED))
                .map(value -> view(value, day, finished, uiText))
                .toList();
        int leftOut = byTime.size() - views.size();
        return new ValueSeriesView(
                views.getLast(),
                summary(byTime, uiText),
                views,
                leftOut == 0 ? Optional.empty() : Optional.of(uiText.message("values.leftOut", leftOut)));
    }

    /** Without the values: they are on the entry's own page. */
    static ValueSeriesView listed(List<Observation> values, LocalDate day, boolean finished, UiText uiText) {
        Observation last = values.stream()
                .max(Comparator.comparing(value -> value.observedAt().orElseThrow()))
                .orElseThrow();
        return new ValueSeriesView(
                view(last, day, finished, uiText), summary(values, uiText), List.of(), Optional.empty());
    }

    private static ValueView view(Observation value, LocalDate day, boolean finished, UiText uiText) {
        Optional<PartialDateTime> time = value.observedAt();
        return ValueView.of(value, time.map(t -> uiText.timeRelativeTo(day, t)), finished, uiText);
    }

    private static String summary(List<Observation> values, UiText uiText) {
        StringBuilder text = new StringBuilder(uiText.message("values.count", values.size()));
        boolean oneUnit = values.stream().map(Observation::unit).distinct().count() == 1;
        if (oneUnit && values.stream().allMatch(value -> number(value).isPresent())) {
            List<String> sorted = values.stream()
                    .sorted(Comparator.comparing(value -> number(value).orElseThrow()))
                    .map(Observation::value)
                    .toList();
            text.append(", ").append(uiText.message("values.span", sorted.getFirst(), sorted.getLast()));
        }
        long flagged = values.stream()
                .filter(value -> value.flag().filter(flag -> !flag.equals("N")).isPresent())
                .count();
        return flagged == 0
                ? text.toString()
                : text.append(", ")
                        .append(uiText.message("values.flagged", flagged))
                        .toString();
    }

    private static Optional<BigDecimal> number(Observation value) {
        try {
            return Optional.of(new BigDecimal(value.value().strip().replace(',', '.')));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
