package org.parcours.query.timeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.events.DataEntryMode;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.PartialDateTime;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKindDefinition;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.EntryTime;
import org.parcours.query.timeline.fold.HistoryEntry;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.views.EntryOrder;
import org.parcours.query.views.StoredEntry;
import org.parcours.query.web.UiText;

/**
 * A timeline entry as formatted texts, ready for the template.
 *
 * @param url of its own page; {@code contentUrl} of all that it shows besides the history
 * @param order begins its {@link EntryOrder}
 * @param rest what the entry's own page shows besides
 * @param events how many events its history has
 */
public record EntryView(
        String id,
        String url,
        String contentUrl,
        String order,
        String lane,
        String icon,
        String kind,
        String kindLabel,
        Optional<String> title,
        String status,
        String stage,
        EntryTimeView when,
        String source,
        Optional<String> late,
        Optional<String> corrected,
        Optional<String> backEntry,
        List<String> anomalies,
        List<DetailLine> details,
        ValueListView values,
        List<DocumentView> documents,
        NoteListView notes,
        Optional<String> unread,
        Optional<String> rest,
        int events) {

    private static final int BASE_WEIGHT = 1500;

    /**
     * @param path under the entry's address
     * @param restrictions who may not see it, in words
     */
    public record DocumentView(String text, String path, List<String> restrictions) {}

    /** @param occurred when it happened, in words */
    public record HistoryEntryView(
            Envelope event,
            String status,
            String occurred,
            List<DetailLine> details,
            ValueListView values,
            List<DocumentView> documents,
            NoteListView notes,
            Optional<String> unread) {}

    /** All of the entry. */
    static EntryView of(StoredEntry stored, TimelineUrlParameters query, StepCatalogue catalogue, UiText uiText) {
        return of(stored, false, query, catalogue, uiText);
    }

    /** What a list shows. */
    static EntryView listed(StoredEntry stored, TimelineUrlParameters query, StepCatalogue catalogue, UiText uiText) {
        return of(stored, ShortTexts.isLong(stored.entry()), query, catalogue, uiText);
    }

    private static EntryView of(
            StoredEntry stored, boolean isShort, TimelineUrlParameters query, StepCatalogue catalogue, UiText uiText) {
        ShortTexts shortTexts = new ShortTexts();
        TimelineEntry entry = stored.entry();
        StepKindDefinition kind = TimelineResponse.stepKind(entry.kind(), catalogue);
        boolean backEntry = entry.reporter().entryMode() == DataEntryMode.BACK_ENTRY;
        List<DetailLine> details = new ArrayList<>(DetailLine.of(
                entry.details().stream()
                        .filter(detail -> !repeatsEntryTime(detail, entry))
                        .toList(),
                uiText));
        ValueListView.commonTime(entry, uiText)
                .ifPresent(time -> details.add(new DetailLine(uiText.message("detail.observedAt"), time)));
        return new EntryView(
                entry.id(),
                query.entryUrl(entry.id()),
                query.contentUrl(entry.id()),
                EntryOrder.startOf(entry, uiText.zone()),
                kind.lane(),
                kind.icon(),
                entry.kind(),
                kind.label().in(uiText.locale()),
                entry.title().map(uiText::words).map(title -> isShort ? shortTexts.text(title) : title),
                TimelineEntry.code(entry.status()),
                uiText.messageOr(entry.stage(), "stage." + entry.stage()),
                EntryTimeView.of(entry, uiText),
                entry.reporter().application(),
                entry.late() && !backEntry ? Optional.of(lateness(stored, uiText)) : Optional.empty(),
                entry.corrected() ? Optional.of(uiText.message("mark.corrected")) : Optional.empty(),
                backEntry ? Optional.of(backEntry(entry, uiText)) : Optional.empty(),
                entry.anomalies().stream()
                        .map(anomaly -> uiText.anomaly(anomaly.code())
                                + anomaly.detail()
                                        .map(detail -> " (" + uiText.anomalyDetail(anomaly.code(), detail) + ")")
                                        .orElse(""))
                        .toList(),
                isShort ? shortTexts.details(details) : List.copyOf(details),
                isShort ? ValueListView.listed(entry, shortTexts, uiText) : ValueListView.of(entry, uiText),
                isShort
                        ? shortTexts.documents(documents(entry.documents(), uiText))
                        : documents(entry.documents(), uiText),
                NoteListView.of(isShort ? shortTexts.notes(entry.notes()) : entry.notes(), uiText),
                uiText.unread(entry.unread()).map(unread -> isShort ? shortTexts.text(unread) : unread),
                shortTexts.rest(uiText),
                stored.events());
    }

    /** The history of an entry, in log order. */
    static List<HistoryEntryView> history(TimelineEntry complete, UiText uiText) {
        return complete.history().stream()
                .map(historyEntry -> historyEntry(historyEntry, uiText))
                .toList();
    }

    /** About how many bytes of HTML it is. */
    int weight() {
        int weight = BASE_WEIGHT + 400 * anomalies.size() + 300 * documents.size();
        weight += Stream.of(title.stream(), unread.stream(), anomalies.stream(), rest.stream())
                .flatMap(texts -> texts)
                .mapToInt(EntryView::bytes)
                .sum();
        weight += details.stream()
                .mapToInt(line -> 50
                        + bytes(line.label())
                        + bytes(line.text())
                        + line.elsewhere().stream()
                                .mapToInt(place -> 200 + 2 * bytes(place.text()))
                                .sum())
                .sum();
        weight +=
                documents.stream().mapToInt(document -> bytes(document.text())).sum();
        return weight
                + bytes(notes)
                + values.series().stream()
                        .mapToInt(series -> 250
                                + bytes(series.summary())
                                + bytes(series.last())
                                + series.values().stream()
                                        .mapToInt(EntryView::bytes)
                                        .sum())
                        .sum()
                + Stream.concat(values.shown().stream(), values.more().stream())
                        .mapToInt(EntryView::bytes)
                        .sum();
    }

    private static int bytes(ValueView value) {
        return 300 + bytes(value.name()) + bytes(value.value()) + bytes(value.notes());
    }

    private static int bytes(NoteListView notes) {
        return Stream.concat(notes.shown().stream(), notes.more().stream())
                .mapToInt(note -> 40 + bytes(note.text()))
                .sum();
    }

    /** As UTF-8 and with the characters that HTML escapes. */
    private static int bytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c > 0x7ff ? 3 : c > 0x7f ? 2 : "<>&\"'".indexOf(c) >= 0 ? 6 : 1;
        }
        return bytes;
    }

    private static boolean repeatsEntryTime(EntryDetail detail, TimelineEntry entry) {
        Optional<PartialDateTime> time = detail.time();
        return time.isPresent()
                && (time.get().equals(entry.startTime().time())
                        || time.equals(entry.endTime().map(EntryTime::time)));
    }

    private static HistoryEntryView historyEntry(HistoryEntry historyEntry, UiText uiText) {
        Envelope event = historyEntry.envelope();
        return new HistoryEntryView(
                event,
                TimelineEntry.code(historyEntry.status()),
                uiText.occurrence(event),
                DetailLine.of(historyEntry.details(), uiText),
                ValueListView.of(historyEntry, uiText),
                documents(event.documents(), uiText),
                NoteListView.of(event.annotations().notes(), uiText),
                uiText.unread(event.annotations().unread()));
    }

    /** How long after it happened it was reported; not in hours where only the date is known. */
    private static String lateness(StoredEntry stored, UiText uiText) {
        TimelineEntry entry = stored.entry();
        Duration first = Duration.between(stored.first().endIn(uiText.zone()), stored.firstRecordedAt());
        Duration delay = first.isPositive()
                ? first
                : Duration.between(entry.occurrence().endIn(uiText.zone()), entry.recordedAt());
        if (entry.occurrence().hasTimeOfDay()) {
            return uiText.message("mark.late", uiText.duration(delay));
        }
        return delay.toDays() > 0
                ? uiText.message("mark.late", uiText.message("duration.days", delay.toDays()))
                : uiText.message("mark.lateAtAll");
    }

    private static String backEntry(TimelineEntry entry, UiText uiText) {
        return entry.reporter()
                        .author()
                        .map(author -> uiText.message("mark.backEntryBy", author))
                        .orElseGet(() -> uiText.message("mark.backEntry"))
                + entry.reporter().outage().map(outage -> " · " + outage).orElse("");
    }

    private static List<DocumentView> documents(List<DocumentRef> documents, UiText uiText) {
        return documents.stream()
                .map(document -> new DocumentView(
                        document.title().map(uiText::words).orElseGet(() -> uiText.message("document.untitled")) + " · "
                                + document.mediaType() + " · "
                                + uiText.message("document.kilobytes", Math.max(1, document.size() / 1024)),
                        "documents/" + document.sha256() + "/view",
                        document.restrictions().stream()
                                .map(restriction -> uiText.message("restriction." + restriction))
                                .toList()))
                .toList();
    }
}
