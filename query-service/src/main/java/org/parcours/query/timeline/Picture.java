package org.parcours.query.timeline;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.PartialDateTime;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKindDefinition;
import org.parcours.query.timeline.PictureResponse.Interval;
import org.parcours.query.views.EntryMark;
import org.parcours.query.web.UiText;

/** Draws a window of a timeline: stays as bars, the other entries as marks, close ones together where there are many. */
final class Picture {

    private static final int MAX_SINGLE = 250;

    private final StepCatalogue catalogue;
    private final UiText uiText;

    private Picture(StepCatalogue catalogue, UiText uiText) {
        this.catalogue = catalogue;
        this.uiText = uiText;
    }

    /**
     * @param marks of the whole timeline, by start
     * @param requested the window; else the present or last stay, or everything
     */
    static PictureResponse of(
            List<EntryMark> marks,
            Optional<PictureWindow> requested,
            Instant now,
            StepCatalogue catalogue,
            UiText uiText) {
        PictureWindow extent = PictureWindow.of(marks, now);
        Optional<PictureWindow> stay = PictureWindow.ofStay(marks, now);
        PictureWindow window = requested
                .or(() -> stay.map(ofStay -> ofStay.padded(30, PictureWindow.HOUR)))
                .orElse(extent);
        PictureBars bars = new PictureBars(marks, now);
        Picture picture = new Picture(catalogue, uiText);
        return new PictureResponse(
                uiText.wallClock(now),
                picture.interval(extent.from(), extent.to()),
                stay.map(ofStay -> picture.interval(ofStay.from(), ofStay.to())),
                picture.interval(window.from(), window.to()),
                bars.rows(),
                bars.in(window).stream().map(picture::bar).toList(),
                picture.marks(marks, window));
    }

    private Interval interval(Instant from, Instant to) {
        return new Interval(uiText.wallClock(from), uiText.wallClock(to));
    }

    private StepKindDefinition kind(EntryMark mark) {
        return TimelineResponse.stepKind(mark.kind(), catalogue);
    }

    private PictureResponse.Bar bar(PictureBars.Bar bar) {
        EntryMark entry = bar.entry();
        return new PictureResponse.Bar(
                entry.entry(),
                entry.kind(),
                entry.status(),
                interval(bar.from(), bar.to()),
                bar.row(),
                bar.count(),
                kind(entry).label().in(uiText.locale()),
                entry.title().map(uiText::words),
                text(entry),
                bar.parts().stream()
                        .map(part -> new PictureResponse.Part(part.unit(), interval(part.from(), part.to())))
                        .toList());
    }

    private List<PictureResponse.Mark> marks(List<EntryMark> all, PictureWindow window) {
        List<EntryMark> shown = all.stream()
                .filter(mark -> !mark.isBar()
                        && window.meets(
                                mark.start(),
                                PictureWindow.later(
                                        mark.end().orElse(mark.start()),
                                        mark.periodEnd().orElse(mark.start()))))
                .toList();
        Map<String, List<EntryMark>> groups = new LinkedHashMap<>();
        shown.forEach(mark -> groups.computeIfAbsent(
                        shown.size() > MAX_SINGLE ? kind(mark).lane() + " " + window.part(mark.mark()) : mark.entry(),
                        _ -> new ArrayList<>())
                .add(mark));
        return groups.values().stream()
                .map(group -> group.size() == 1 ? single(group.getFirst()) : several(group))
                .toList();
    }

    private PictureResponse.Mark single(EntryMark mark) {
        StepKindDefinition kind = kind(mark);
        return new PictureResponse.Mark(
                mark.entry(),
                kind.lane(),
                1,
                uiText.wallClock(mark.mark()),
                Optional.empty(),
                mark.end().map(uiText::wallClock),
                mark.periodEnd().map(end -> interval(mark.start(), end)),
                mark.anomaly(),
                mark.late(),
                mark.corrected(),
                Optional.of(mark.status()),
                Optional.of(kind.icon()),
                Optional.of(kind.label().in(uiText.locale())),
                mark.title().map(uiText::words),
                Optional.of(text(mark)));
    }

    private PictureResponse.Mark several(List<EntryMark> group) {
        EntryMark first = group.getFirst();
        Instant firstMark =
                group.stream().map(EntryMark::mark).min(Instant::compareTo).orElseThrow();
        Instant lastMark =
                group.stream().map(EntryMark::mark).max(Instant::compareTo).orElseThrow();
        return new PictureResponse.Mark(
                first.entry(),
                kind(first).lane(),
                group.size(),
                uiText.wallClock(firstMark),
                Optional.of(uiText.wallClock(lastMark)),
                group.stream()
                        .flatMap(mark -> mark.end().stream())
                        .max(Instant::compareTo)
                        .map(uiText::wallClock),
                Optional.empty(),
                group.stream().anyMatch(EntryMark::anomaly),
                group.stream().anyMatch(EntryMark::late),
                group.stream().anyMatch(EntryMark::corrected),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(uiText.dateTime(firstMark) + " – " + uiText.dateTime(lastMark)));
    }

    /** When an entry begins, with no more digits than were reported. */
    private String text(EntryMark mark) {
        return mark.precision()
                .map(precision -> uiText.partialDateTime(
                        new PartialDateTime(mark.start().atZone(uiText.zone()).toOffsetDateTime(), precision)))
                .orElseGet(() -> uiText.message("time.unknown"));
    }
}
