package org.parcours.query.timeline;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parcours.events.PatientId;
import org.parcours.events.catalogue.Lane;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.views.SearchTokenizer;
import org.parcours.query.views.TimelineHead;
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

    private static final int MAX_LIMIT = 500;
    private static final long MAX_BYTES = 100_000;

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

    /**
     * Newest first. {@code next} is the {@code cursor} of the page with older entries; without it there is none. A page may
     * have fewer entries than its limit, where they are long.
     */
    @GetMapping("/api/patients/{id}/timeline")
    ResponseEntity<TimelineResponse> timeline(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String asOf,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestParam(required = false) @Nullable String lanes,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit,
            @ModelAttribute("uiText") UiText uiText) {
        PatientId patient = RequestParameterParser.patientId(id);
        Optional<Instant> asOfInstant = RequestParameterParser.instant("asOf", asOf, settings.zone());
        Optional<Instant> knownAtInstant = RequestParameterParser.instant("knownAt", knownAt, settings.zone());
        Optional<EntryCursor> after = EntryCursor.ofParameter("cursor", cursor);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new InvalidParameterException("limit", "Expected a number from 1 to " + MAX_LIMIT);
        }
        Set<String> shownLanes = lanes(lanes);
        Set<String> words = Set.copyOf(SearchTokenizer.tokenize(q == null ? "" : q));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(timelineReader.read(
                        patient,
                        knownAtInstant,
                        asOfInstant,
                        timeline -> TimelineResponse.of(
                                timeline,
                                timeline.newestFirst(
                                        filter(timeline.head(), shownLanes, words),
                                        after,
                                        new PageSize(limit, MAX_BYTES)),
                                asOfInstant,
                                knownAtInstant,
                                catalogue,
                                uiText)));
    }

    private EntryFilter filter(TimelineHead head, Set<String> lanes, Set<String> words) {
        return new EntryFilter(
                lanes.isEmpty()
                        ? Optional.empty()
                        : Optional.of(head.counts().keySet().stream()
                                .filter(kind -> lanes.contains(TimelineResponse.stepKind(kind, catalogue)
                                        .lane()))
                                .collect(Collectors.toSet())),
                words);
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
