package org.parcours.query.timeline;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parcours.events.PatientId;
import org.parcours.events.catalogue.Lane;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.web.RequestParameterParser;
import org.parcours.query.web.UiText;
import org.parcours.query.web.WebUiProperties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /patients/{id}}: the complete page, or for htmx the fragments that change. */
@Controller
class TimelinePageController {

    private static final int MAX_FILTER_LENGTH = 200;

    private final PatientTimelineReader timelineReader;
    private final StepCatalogue catalogue;
    private final WebUiProperties settings;
    private final Clock clock;

    TimelinePageController(
            PatientTimelineReader timelineReader, StepCatalogue catalogue, WebUiProperties settings, Clock clock) {
        this.timelineReader = timelineReader;
        this.catalogue = catalogue;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping("/patients/{id}")
    String timeline(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(defaultValue = "") Set<String> hide,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "-1") long changed,
            @RequestParam(defaultValue = "") String shownAs,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean htmx,
            @RequestHeader(name = "HX-History-Restore-Request", defaultValue = "false") boolean restored,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        PatientId patient = RequestParameterParser.patientId(id);
        Optional<EntryCursor> cursor = EntryCursor.ofParameter("after", after);
        TimelineView.Request request = new TimelineView.Request(
                new TimelineUrlParameters(
                        patient,
                        lanes(hide),
                        nonBlank(q).map(TimelinePageController::limited),
                        nonBlank(asOf),
                        nonBlank(knownAt)),
                cursor,
                htmx && changed >= 0 ? Optional.of(new TimelineView.Since(changed, shownAs)) : Optional.empty(),
                RequestParameterParser.instant("asOf", asOf, settings.zone()),
                RequestParameterParser.instant("knownAt", knownAt, settings.zone()),
                clock.instant());
        TimelineView view = timelineReader.read(
                patient,
                request.knownAt(),
                request.asOf(),
                timeline -> TimelineView.of(timeline, request, catalogue, uiText));
        model.addAttribute("timeline", view);
        model.addAttribute("asOf", request.asOf().map(uiText::dateTimeInput).orElse(""));
        model.addAttribute(
                "knownAt", request.knownAt().map(uiText::dateTimeInput).orElse(""));
        model.addAttribute("q", request.query().text().orElse(""));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "HX-Request, HX-History-Restore-Request");
        if (!htmx || restored) {
            // For "back" htmx needs the complete page: it keeps no history cache.
            return "timeline";
        }
        return cursor.isPresent()
                ? "timeline :: more"
                : view.changedIds().isPresent() ? "timeline :: changed" : "timeline :: changes";
    }

    /** One entry with its complete history: a page of its own, or for htmx the history alone. */
    @GetMapping("/patients/{id}/entries/{entry}")
    String entry(
            @PathVariable String id,
            @PathVariable String entry,
            @RequestParam(defaultValue = "") String part,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean htmx,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        PatientId patient = RequestParameterParser.patientId(id);
        Optional<Instant> asOfInstant = RequestParameterParser.instant("asOf", asOf, settings.zone());
        Optional<Instant> knownAtInstant = RequestParameterParser.instant("knownAt", knownAt, settings.zone());
        TimelineUrlParameters query =
                new TimelineUrlParameters(patient, Set.of(), Optional.empty(), nonBlank(asOf), nonBlank(knownAt));
        model.addAttribute(
                "view",
                timelineReader.read(
                        patient,
                        knownAtInstant,
                        asOfInstant,
                        timeline -> EntryPageView.of(timeline, entry, query, clock.instant(), catalogue, uiText)));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "HX-Request");
        return !htmx ? "entry" : part.equals("content") ? "entry :: content" : "entry :: history";
    }

    private static String limited(String text) {
        return text.substring(0, Math.min(text.length(), MAX_FILTER_LENGTH));
    }

    private Set<String> lanes(Set<String> requested) {
        return catalogue.lanes().stream()
                .map(Lane::code)
                .filter(requested::contains)
                .collect(Collectors.toSet());
    }

    private static Optional<String> nonBlank(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
