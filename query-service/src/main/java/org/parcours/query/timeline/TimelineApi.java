package org.parcours.query.timeline;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parcours.events.PatientId;
import org.parcours.events.catalogue.Lane;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.web.Asked;
import org.parcours.query.web.BadParameter;
import org.parcours.query.web.WebSettings;
import org.parcours.query.web.Words;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** {@code /api/patients/{id}/timeline}. */
@RestController
class TimelineApi {

    private final Timelines timelines;
    private final ChangeStreams streams;
    private final StepCatalogue catalogue;
    private final WebSettings settings;

    TimelineApi(Timelines timelines, ChangeStreams streams, StepCatalogue catalogue, WebSettings settings) {
        this.timelines = timelines;
        this.streams = streams;
        this.catalogue = catalogue;
        this.settings = settings;
    }

    @GetMapping("/api/patients/{id}/timeline")
    ResponseEntity<TimelineJson> timeline(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String lanes,
            Locale locale) {
        PatientId patient = Asked.patient(id);
        Optional<Instant> then = Asked.moment("asOf", asOf, settings.zone());
        Optional<Instant> known = Asked.moment("knownAt", knownAt, settings.zone());
        Set<String> shown = lanes(lanes);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(TimelineJson.of(timelines.timeline(patient, known, then), shown, then, known, catalogue, locale));
    }

    /** @param after the position that the caller shows; the browser repeats the last one that it was told */
    @GetMapping(path = "/api/patients/{id}/timeline/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> stream(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @ModelAttribute("words") Words words) {
        PatientId patient = Asked.patient(id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no")
                .body(streams.ofPatient(patient, seen(after, lastEventId), words));
    }

    private static Optional<Long> seen(@Nullable Long after, @Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return Optional.ofNullable(after);
        }
        try {
            return Optional.of(Long.parseLong(lastEventId.trim()));
        } catch (NumberFormatException e) {
            throw new BadParameter("Last-Event-ID", "The last position received, a number");
        }
    }

    private Set<String> lanes(@Nullable String asked) {
        if (asked == null || asked.isBlank()) {
            return Set.of();
        }
        Set<String> codes = new LinkedHashSet<>(Arrays.asList(asked.trim().split("\\s*,\\s*")));
        for (String code : codes) {
            if (catalogue.lanes().stream().noneMatch(lane -> lane.code().equals(code))) {
                throw new BadParameter(
                        "lanes",
                        "Lanes are "
                                + String.join(
                                        ", ",
                                        catalogue.lanes().stream()
                                                .map(Lane::code)
                                                .toList()));
            }
        }
        return codes;
    }
}
