package org.parcours.query.timeline;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parcours.events.PatientId;
import org.parcours.events.catalogue.Lane;
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
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** {@code /api/patients/{id}/timeline} and its SSE stream. */
@RestController
class TimelineApiController {

    private final PatientTimelineReader timelineReader;
    private final SseBroadcaster broadcaster;
    private final StepCatalogue catalogue;
    private final WebUiProperties settings;

    TimelineApiController(
            PatientTimelineReader timelineReader,
            SseBroadcaster broadcaster,
            StepCatalogue catalogue,
            WebUiProperties settings) {
        this.timelineReader = timelineReader;
        this.broadcaster = broadcaster;
        this.catalogue = catalogue;
        this.settings = settings;
    }

    @GetMapping("/api/patients/{id}/timeline")
    ResponseEntity<TimelineResponse> timeline(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String lanes,
            @ModelAttribute("uiText") UiText uiText) {
        PatientId patient = RequestParameterParser.patientId(id);
        Optional<Instant> asOfInstant = RequestParameterParser.instant("asOf", asOf, settings.zone());
        Optional<Instant> knownAtInstant = RequestParameterParser.instant("knownAt", knownAt, settings.zone());
        Set<String> shownLanes = lanes(lanes);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(TimelineResponse.of(
                        timelineReader.timeline(patient, knownAtInstant, asOfInstant),
                        shownLanes,
                        asOfInstant,
                        knownAtInstant,
                        catalogue,
                        uiText));
    }

    /** @param after the position that the client has; a browser sends the last one received as Last-Event-ID */
    @GetMapping(path = "/api/patients/{id}/timeline/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> stream(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable Long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @ModelAttribute("uiText") UiText uiText) {
        PatientId patient = RequestParameterParser.patientId(id);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no")
                .body(broadcaster.subscribeToPatient(patient, lastSeen(after, lastEventId), uiText));
    }

    private static Optional<Long> lastSeen(@Nullable Long after, @Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return Optional.ofNullable(after);
        }
        try {
            return Optional.of(Long.parseLong(lastEventId.trim()));
        } catch (NumberFormatException e) {
            throw new InvalidParameterException("Last-Event-ID", "Expected the last position received, a number");
        }
    }

    private Set<String> lanes(@Nullable String requested) {
        if (requested == null || requested.isBlank()) {
            return Set.of();
        }
        Set<String> codes = new LinkedHashSet<>(Arrays.asList(requested.trim().split("\\s*,\\s*")));
        List<String> known = catalogue.lanes().stream().map(Lane::code).toList();
        if (!known.containsAll(codes)) {
            throw new InvalidParameterException("lanes", "Expected a list of: " + String.join(", ", known));
        }
        return codes;
    }
}
