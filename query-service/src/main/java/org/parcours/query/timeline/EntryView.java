package org.parcours.query.timeline;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.parcours.events.DataEntryMode;
import org.parcours.events.DocumentRef;
import org.parcours.events.Envelope;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.PartialDateTime;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKindDefinition;
import org.parcours.query.timeline.fold.EntryDetail;
import org.parcours.query.timeline.fold.HistoryEntry;
import org.parcours.query.timeline.fold.TimelineEntry;
import org.parcours.query.web.UiText;

/** A timeline entry as formatted texts, ready for the template. */
record EntryView(
        String id,
        String lane,
        String icon,
        String kind,
        String kindLabel,
        Optional<String> title,
        Optional<String> stay,
        Optional<String> unit,
        String status,
        String stage,
        LocalDate day,
        String time,
        String iso,
        Optional<String> until,
        String wallStart,
        Optional<String> wallEnd,
        String source,
        Optional<String> late,
        Optional<String> corrected,
        Optional<String> backEntry,
        List<String> anomalies,
        List<DetailLine> details,
        List<ValueView> values,
        List<String> documents,
        List<HistoryEntryView> history) {

    record DetailLine(String label, String text) {}

    /** @param sign an arrow or empty; {@code remark} always gives its meaning in words */
    record ValueView(
            String name, String value, Optional<String> range, String flag, String sign, Optional<String> remark) {}

    record HistoryEntryView(Envelope event, String status, List<DetailLine> details, List<ValueView> values) {}

    static EntryView of(TimelineEntry entry, StepCatalogue catalogue, UiText uiText) {
        StepKindDefinition kind = TimelineResponse.stepKind(entry.kind(), catalogue);
        LocalDate day = uiText.date(entry.start());
        boolean backEntry = entry.reporter().entryMode() == DataEntryMode.BACK_ENTRY;
        return new EntryView(
                entry.id(),
                kind.lane(),
                kind.icon(),
                entry.kind(),
                kind.label().in(uiText.locale()),
                entry.title(),
                entry.stay().map(stay -> stay.value().toString()),
                entry.detail("unit"),
                TimelineEntry.code(entry.status()),
                uiText.messageOr(entry.stage(), "stage." + entry.stage()),
                day,
                uiText.time(entry.start()),
                uiText.iso(entry.start()),
                entry.end().map(end -> uiText.timeRelativeTo(day, end)),
                uiText.wallClock(entry.start()),
                entry.end().map(uiText::wallClock),
                entry.reporter().application(),
                entry.late() && !backEntry
                        ? Optional.of(uiText.message("mark.late", lateness(entry, uiText)))
                        : Optional.empty(),
                entry.corrected() ? Optional.of(uiText.message("mark.corrected")) : Optional.empty(),
                backEntry ? Optional.of(backEntry(entry, uiText)) : Optional.empty(),
                entry.anomalies().stream()
                        .map(anomaly -> uiText.anomaly(anomaly.code())
                                + anomaly.detail()
                                        .map(detail -> " (" + detail + ")")
                                        .orElse(""))
                        .toList(),
                lines(
                        entry.details().stream()
                                .filter(detail -> !repeatsEntryTime(detail, entry))
                                .toList(),
                        uiText),
                values(entry.values(), !entry.stage().equals("preliminary"), uiText),
                entry.documents().stream()
                        .map(document -> document(document, uiText))
                        .toList(),
                entry.history().stream()
                        .map(historyEntry -> historyEntry(historyEntry, uiText))
                        .toList());
    }

    private static boolean repeatsEntryTime(EntryDetail detail, TimelineEntry entry) {
        Optional<Instant> time = detail.time().map(PartialDateTime::toInstant);
        return time.isPresent() && (time.get().equals(entry.start()) || time.equals(entry.end()));
    }

    private static HistoryEntryView historyEntry(HistoryEntry historyEntry, UiText uiText) {
        return new HistoryEntryView(
                historyEntry.envelope(),
                TimelineEntry.code(historyEntry.status()),
                lines(historyEntry.details(), uiText),
                values(historyEntry.values(), false, uiText));
    }

    private static String lateness(TimelineEntry entry, UiText uiText) {
        return uiText.duration(entry.history().stream()
                .map(HistoryEntry::envelope)
                .findFirst()
                .map(first -> Duration.between(first.occurredAt().toInstant(), first.recordedAt()))
                .filter(Duration::isPositive)
                .orElseGet(() -> Duration.between(entry.occurredAt().toInstant(), entry.recordedAt())));
    }

    private static String backEntry(TimelineEntry entry, UiText uiText) {
        return entry.reporter()
                        .author()
                        .map(author -> uiText.message("mark.backEntryBy", author))
                        .orElseGet(() -> uiText.message("mark.backEntry"))
                + entry.reporter().outage().map(outage -> " · " + outage).orElse("");
    }

    private static List<DetailLine> lines(List<EntryDetail> details, UiText uiText) {
        return details.stream()
                .map(detail -> new DetailLine(
                        detail.key().startsWith("other:")
                                ? detail.key().substring("other:".length())
                                : uiText.message("detail." + detail.key()),
                        text(detail, uiText)))
                .toList();
    }

    private static String text(EntryDetail detail, UiText uiText) {
        String text = detail.text().orElse("");
        return detail.time().map(uiText::partialDateTime).orElseGet(() -> switch (detail.key()) {
            case "class" -> uiText.messageOr(text, "class." + text);
            case "priority" -> uiText.messageOr(text, "priority." + text);
            default -> text;
        });
    }

    /** @param finished the entry has final values, so that preliminary ones are marked */
    private static List<ValueView> values(List<Observation> values, boolean finished, UiText uiText) {
        return values.stream()
                .map(value -> {
                    String flag = value.flag().orElse("").toUpperCase(Locale.ROOT);
                    return new ValueView(
                            value.code().label()
                                    + value.subId().map(id -> " (" + id + ")").orElse(""),
                            value.value() + value.unit().map(unit -> " " + unit).orElse(""),
                            value.range(),
                            flag,
                            switch (flag) {
                                case "H" -> "↑";
                                case "HH" -> "↑↑";
                                case "L" -> "↓";
                                case "LL" -> "↓↓";
                                default -> "";
                            },
                            remark(value, flag, finished, uiText));
                })
                .toList();
    }

    private static Optional<String> remark(Observation value, String flag, boolean finished, UiText uiText) {
        Stream<String> status =
                switch (value.status().orElse(ObservationStatus.FINAL)) {
                    case PRELIMINARY ->
                        finished ? Stream.of(uiText.message("value.preliminary")) : Stream.<String>empty();
                    case UNVERIFIED -> Stream.of(uiText.message("value.unverified"));
                    case PENDING -> Stream.of(uiText.message("value.pending"));
                    case NOT_OBTAINED -> Stream.of(uiText.message("value.notObtained"));
                    case WITHDRAWN, WRONG -> Stream.of(uiText.message("value.withdrawn"));
                    case FINAL, CORRECTED, CONFIRMED -> Stream.empty();
                };
        Stream<String> flagged =
                flag.isEmpty() || flag.equals("N") ? Stream.empty() : Stream.of(uiText.messageOr(flag, "flag." + flag));
        return Stream.concat(flagged, status).reduce((a, b) -> a + ", " + b);
    }

    private static String document(DocumentRef document, UiText uiText) {
        return document.title().orElseGet(() -> uiText.message("document.untitled")) + " · " + document.mediaType()
                + " · " + uiText.message("document.kilobytes", Math.max(1, document.size() / 1024));
    }
}
