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
import org.parcours.query.web.Asked;
import org.parcours.query.web.WebSettings;
import org.parcours.query.web.Words;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /patients/{id}}: the whole page, or for htmx what has changed of it. */
@Controller
class TimelinePage {

    private final Timelines timelines;
    private final StepCatalogue catalogue;
    private final WebSettings settings;
    private final Clock clock;

    TimelinePage(Timelines timelines, StepCatalogue catalogue, WebSettings settings, Clock clock) {
        this.timelines = timelines;
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
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            @RequestHeader(name = "HX-History-Restore-Request", defaultValue = "false") boolean restored,
            @ModelAttribute("words") Words words,
            Model model,
            HttpServletResponse response) {
        PatientId patient = Asked.patient(id);
        Optional<Instant> then = Asked.moment("asOf", asOf, settings.zone());
        Optional<Instant> known = Asked.moment("knownAt", knownAt, settings.zone());
        Question question = new Question(patient, lanes(hide), typed(asOf), typed(knownAt));
        model.addAttribute(
                "timeline",
                TimelineView.of(
                        timelines.timeline(patient, known, then),
                        question,
                        then,
                        known,
                        clock.instant(),
                        catalogue,
                        words));
        model.addAttribute(
                "asOf", then.map(words::wall).map(wall -> wall.substring(0, 16)).orElse(""));
        model.addAttribute(
                "knownAt",
                known.map(words::wall).map(wall -> wall.substring(0, 16)).orElse(""));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "HX-Request, HX-History-Restore-Request");
        // A browser that goes back has nothing left to put a part into.
        return part && !restored ? "timeline :: changes" : "timeline";
    }

    private Set<String> lanes(Set<String> named) {
        return catalogue.lanes().stream()
                .map(Lane::code)
                .filter(named::contains)
                .collect(Collectors.toSet());
    }

    private static Optional<String> typed(@Nullable String moment) {
        return Optional.ofNullable(moment).filter(text -> !text.isBlank());
    }
}
