package org.parcours.query.timeline;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.Observation;
import org.parcours.events.PartialDateTime;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.HistoryEntry;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.UiText;

/**
 * The values of an entry as formatted texts. A monitor or a pump reports thousands of values: measurements of one code at
 * different times are one line, and of many other values the rest is behind a disclosure, except those with a remark.
 *
 * @param more values behind the disclosure
 */
public record ValueListView(List<ValueView> shown, List<ValueView> more, List<ValueSeriesView> series) {

    private static final int MAX_SHOWN = 24;
    private static final int MAX_FLAGGED = 40;
    private static final int MAX_SERIES = 12;

    /** The time of the entry, by which the time of a value is shown where it differs. */
    private record EntryTimes(LocalDate day, Set<String> texts) {

        static EntryTimes of(List<EntryTime> times, UiText uiText) {
            Set<String> texts = new LinkedHashSet<>();
            times.forEach(time -> texts.add(uiText.partialDateTime(time.time())));
            return new EntryTimes(uiText.date(times.getFirst().time()), texts);
        }

        Optional<String> differing(Optional<PartialDateTime> observedAt, UiText uiText) {
            return observedAt
                    .filter(time -> !texts.contains(uiText.partialDateTime(time)))
                    .map(time -> uiText.timeRelativeTo(day, time));
        }
    }

    static ValueListView of(TimelineEntry entry, UiText uiText) {
        boolean commonTime = commonTime(entry, uiText).isPresent();
        return of(
                entry.values(),
                entryTimes(entry, uiText),
                !commonTime,
                !entry.stage().equals("preliminary"),
                uiText);
    }

    /** For a list: what is left out is on the entry's own page. */
    static ValueListView listed(TimelineEntry entry, ShortTexts shortTexts, UiText uiText) {
        boolean finished = !entry.stage().equals("preliminary");
        boolean showTimes = commonTime(entry, uiText).isEmpty();
        EntryTimes times = entryTimes(entry, uiText);
        List<ValueSeriesView> series = new ArrayList<>();
        List<ValueView> shown = new ArrayList<>();
        byName(entry.values()).values().forEach(ofName -> {
            if (ValueSeriesView.isSeries(ofName) && series.size() < MAX_SERIES) {
                series.add(ValueSeriesView.listed(ofName, times.day(), finished, uiText));
                return;
            }
            for (Observation value : ofName) {
                Optional<String> time = showTimes ? times.differing(value.observedAt(), uiText) : Optional.empty();
                ValueView view = ValueView.of(value, time, finished, uiText).shortened(shortTexts, uiText, value);
                if (shown.size() < (view.remark().isPresent() ? MAX_FLAGGED : MAX_SHOWN)) {
                    shown.add(view);
                } else {
                    shortTexts.leaveOutValue(view.remark().isPresent());
                }
            }
        });
        return new ValueListView(List.copyOf(shown), List.of(), List.copyOf(series));
    }

    static ValueListView of(HistoryEntry entry, UiText uiText) {
        return of(entry.values(), EntryTimes.of(List.of(EntryTime.of(entry.envelope())), uiText), true, false, uiText);
    }

    /** The time that all values have, where it differs from that of the entry: it is shown once. */
    static Optional<String> commonTime(TimelineEntry entry, UiText uiText) {
        Set<Optional<String>> times = new LinkedHashSet<>();
        EntryTimes entryTimes = entryTimes(entry, uiText);
        entry.values().forEach(value -> times.add(entryTimes.differing(value.observedAt(), uiText)));
        return entry.values().size() > 1 && times.size() == 1 ? times.iterator().next() : Optional.empty();
    }

    private static EntryTimes entryTimes(TimelineEntry entry, UiText uiText) {
        List<EntryTime> times = new ArrayList<>(List.of(entry.startTime(), entry.occurrence()));
        entry.endTime().ifPresent(times::add);
        return EntryTimes.of(times, uiText);
    }

    private static ValueListView of(
            List<Observation> values, EntryTimes times, boolean showTimes, boolean finished, UiText uiText) {
        Map<String, List<Observation>> byName = byName(values);
        List<ValueSeriesView> series = new ArrayList<>();
        List<ValueView> shown = new ArrayList<>();
        List<ValueView> more = new ArrayList<>();
        Set<String> inSeries = new LinkedHashSet<>();
        byName.forEach((name, ofName) -> {
            if (ValueSeriesView.isSeries(ofName)) {
                series.add(ValueSeriesView.of(ofName, times.day(), finished, uiText));
                inSeries.add(name);
            }
        });
        for (Observation value : values) {
            if (!inSeries.contains(ValueView.name(value))) {
                Optional<String> time = showTimes ? times.differing(value.observedAt(), uiText) : Optional.empty();
                ValueView view = ValueView.of(value, time, finished, uiText);
                (shown.size() < MAX_SHOWN || view.remark().isPresent() ? shown : more).add(view);
            }
        }
        return new ValueListView(List.copyOf(shown), List.copyOf(more), List.copyOf(series));
    }

    private static Map<String, List<Observation>> byName(List<Observation> values) {
        Map<String, List<Observation>> byName = new LinkedHashMap<>();
        values.forEach(value -> byName.computeIfAbsent(ValueView.name(value), _ -> new ArrayList<>())
                .add(value));
        return byName;
    }

    public boolean isEmpty() {
        return shown.isEmpty() && series.isEmpty();
    }
}
