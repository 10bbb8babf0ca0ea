package org.parcours.query.timeline;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parcours.events.PatientId;
import org.parcours.events.SupportedYears;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.web.InvalidParameterException;
import org.parcours.query.web.RequestParameterParser;
import org.parcours.query.web.UiText;
import org.parcours.query.web.WebUiProperties;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /patients/{id}/picture}: what the page draws of a window of the timeline. */
@RestController
class PictureController {

    private final PatientTimelineReader timelineReader;
    private final StepCatalogue catalogue;
    private final WebUiProperties settings;
    private final Clock clock;

    PictureController(
            PatientTimelineReader timelineReader, StepCatalogue catalogue, WebUiProperties settings, Clock clock) {
        this.timelineReader = timelineReader;
        this.catalogue = catalogue;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping(path = "/patients/{id}/picture", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<PictureResponse> picture(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "") Set<String> hide,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String knownAt,
            @ModelAttribute("uiText") UiText uiText) {
        PatientId patient = RequestParameterParser.patientId(id);
        Optional<Instant> asOfInstant = RequestParameterParser.instant("asOf", asOf, settings.zone());
        Optional<Instant> knownAtInstant = RequestParameterParser.instant("knownAt", knownAt, settings.zone());
        Optional<PictureWindow> window = window(from, to);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(timelineReader.read(
                        patient,
                        knownAtInstant,
                        asOfInstant,
                        timeline -> Picture.of(
                                timeline.marks(
                                        EntryFilter.of(timeline.head(), hide, Optional.ofNullable(q), catalogue)),
                                window,
                                asOfInstant.orElse(clock.instant()),
                                catalogue,
                                uiText)));
    }

    /** Times without an offset are those of the hospital. */
    private Optional<PictureWindow> window(@Nullable String from, @Nullable String to) {
        Optional<Instant> start = RequestParameterParser.instant("from", from, settings.zone());
        Optional<Instant> end = RequestParameterParser.instant("to", to, settings.zone());
        if (start.isPresent() != end.isPresent()
                || start.filter(first -> !first.isBefore(end.orElseThrow())).isPresent()) {
            throw new InvalidParameterException("to", "Expected a time after \"from\"");
        }
        return start.map(
                first -> new PictureWindow(SupportedYears.nearest(first), SupportedYears.nearest(end.orElseThrow())));
    }
}
