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
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean htmx,
            @RequestHeader(name = "HX-History-Restore-Request", defaultValue = "false") boolean restored,
            @ModelAttribute("uiText") UiText uiText,
            Model model,
            HttpServletResponse response) {
        PatientId patient = RequestParameterParser.patientId(id);
        Optional<Instant> asOfInstant = RequestParameterParser.instant("asOf", asOf, settings.zone());
        Optional<Instant> knownAtInstant = RequestParameterParser.instant("knownAt", knownAt, settings.zone());
        TimelineUrlParameters query =
                new TimelineUrlParameters(patient, lanes(hide), nonBlank(asOf), nonBlank(knownAt));
        model.addAttribute(
                "timeline",
                TimelineView.of(
                        timelineReader.timeline(patient, knownAtInstant, asOfInstant),
                        query,
                        asOfInstant,
                        knownAtInstant,
                        clock.instant(),
                        catalogue,
                        uiText));
        model.addAttribute("asOf", asOfInstant.map(uiText::dateTimeInput).orElse(""));
        model.addAttribute("knownAt", knownAtInstant.map(uiText::dateTimeInput).orElse(""));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "HX-Request, HX-History-Restore-Request");
        // For "back" htmx needs the complete page: it keeps no history cache.
        return htmx && !restored ? "timeline :: changes" : "timeline";
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
