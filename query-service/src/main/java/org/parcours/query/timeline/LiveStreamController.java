package org.parcours.query.timeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.parcours.events.PatientId;
import org.parcours.query.web.InvalidParameterException;
import org.parcours.query.web.UiText;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** {@code /patients/stream}: one stream for all open pages of a browser, which allows few connections to a server. */
@RestController
class LiveStreamController {

    /** As many as a URL holds. */
    private static final int MAX_PATIENTS = 100;

    private static final Pattern PATIENT = Pattern.compile("([0-9a-fA-F-]{36}):([0-9]{1,18})");

    private final SseBroadcaster broadcaster;

    LiveStreamController(SseBroadcaster broadcaster) {
        this.broadcaster = broadcaster;
    }

    /**
     * @param patients each with the position of the last change that the browser has, {@code id:position}
     * @param all also the changes of any patient; so it is where no patient is named
     */
    @GetMapping(path = "/patients/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> stream(
            @RequestParam(defaultValue = "") List<String> patients,
            @RequestParam(defaultValue = "false") boolean all,
            @ModelAttribute("uiText") UiText uiText) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no")
                .body(broadcaster.subscribe(positions(patients), all || patients.isEmpty(), uiText));
    }

    private static Map<PatientId, Long> positions(List<String> patients) {
        if (patients.size() > MAX_PATIENTS) {
            throw new InvalidParameterException("patients", "Expected at most " + MAX_PATIENTS);
        }
        Map<PatientId, Long> positions = new HashMap<>();
        patients.forEach(text -> {
            var matcher = PATIENT.matcher(text);
            if (!matcher.matches()) {
                throw new InvalidParameterException("patients", "Expected id:position");
            }
            positions.merge(PatientId.of(matcher.group(1)), Long.parseLong(matcher.group(2)), Math::min);
        });
        return positions;
    }
}
