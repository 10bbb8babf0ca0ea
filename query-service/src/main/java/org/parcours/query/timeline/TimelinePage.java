package org.parcours.query.timeline;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parcours.events.PatientId;
import org.parcours.events.catalogue.Catalogue;
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
    private final Catalogue catalogue;
    private final WebSettings settings;
    private final Clock clock;

    TimelinePage(Timelines timelines, Catalogue catalogue, WebSettings settings, Clock clock) {
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
            @RequestParam(required = false) @Nullable List<String> lanes,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            @ModelAttribute("words") Words words,
            Model model,
            HttpServletResponse response) {
        PatientId patient = Asked.patient(id);
        Optional<Instant> then = Asked.moment("asOf", asOf, settings.zone());
        Optional<Instant> known = Asked.moment("knownAt", knownAt, settings.zone());
        Set<String> shown = lanes == null ? Set.of() : new LinkedHashSet<>(lanes);
        model.addAttribute(
                "timeline",
                TimelineView.of(
                        timelines.timeline(patient, known, then),
                        shown,
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
        response.setHeader("Vary", "HX-Request");
        return part ? "timeline :: changes" : "timeline";
    }
}
