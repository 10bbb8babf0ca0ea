package org.parcours.query.timeline;

import java.time.LocalDate;
import java.util.Optional;
import org.parcours.events.PartialDate;
import org.parcours.events.TimeOrigin;
import org.parcours.events.TimePrecision;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.UiText;

/**
 * When an entry begins and ends, as formatted texts with no more digits than were reported (rule 10).
 *
 * @param day the day, month or year that the entry is listed under
 * @param text the time of day, else the date
 * @param origin where the time comes from, unless it was stated
 * @param iso the value of an HTML {@code time}
 */
public record EntryTimeView(Period day, String text, Optional<String> origin, String iso, Optional<String> until) {

    /** A day, month or year. */
    public record Period(LocalDate day, TimePrecision precision) {

        String label(UiText uiText) {
            return uiText.longDate(day, precision);
        }

        String iso() {
            return new PartialDate(day, precision).text();
        }
    }

    static EntryTimeView of(TimelineEntry entry, UiText uiText) {
        EntryTime start = entry.startTime();
        LocalDate day = uiText.date(start.time());
        boolean dateOnly = !start.hasTimeOfDay();
        return new EntryTimeView(
                new Period(day, dateOnly ? start.precision() : TimePrecision.DAY),
                start.origin() == TimeOrigin.RECEIVED ? uiText.message("time.unknown") : uiText.time(start.time()),
                switch (start.origin()) {
                    case STATED, STATED_WITHOUT_OFFSET -> Optional.empty();
                    case DERIVED -> Optional.of(uiText.message("time.ofReport"));
                    case RECEIVED -> Optional.of(uiText.message("time.ofReceipt", uiText.time(start.time())));
                },
                uiText.iso(start.time()),
                entry.endTime().map(end -> until(day, end, uiText)));
    }

    private static String until(LocalDate day, EntryTime end, UiText uiText) {
        return switch (end.origin()) {
            case STATED, STATED_WITHOUT_OFFSET -> uiText.timeRelativeTo(day, end.time());
            case DERIVED -> uiText.message("time.derived", uiText.timeRelativeTo(day, end.time()));
            case RECEIVED -> uiText.message("time.received", uiText.timeRelativeTo(day, end.time()));
        };
    }
}
