package org.parcours.query.timeline;

import java.time.Instant;
import java.util.List;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.web.UiText;

/** One entry with its complete history, as formatted texts. */
public record EntryPageView(
        String patient,
        String timelineUrl,
        PatientBanner banner,
        String day,
        EntryView entry,
        List<EntryView.HistoryEntryView> history,
        long position,
        String renderedAt) {

    /** @throws UnknownEntryException where the timeline has no such entry */
    static EntryPageView of(
            PatientTimeline timeline,
            String id,
            TimelineUrlParameters query,
            Instant now,
            StepCatalogue catalogue,
            UiText uiText) {
        TimelineEntry entry = timeline.entry(id).orElseThrow(UnknownEntryException::new);
        EntryView view = EntryView.of(StoredEntry.of(timeline.requested(), entry), query, catalogue, uiText);
        return new EntryPageView(
                timeline.requested().toString(),
                query.url(),
                PatientBanner.of(timeline.head().patient(), uiText.date(now), uiText),
                view.when().day().label(uiText),
                view,
                EntryView.history(entry, uiText),
                timeline.head().position(),
                uiText.dateTime(now));
    }
}
