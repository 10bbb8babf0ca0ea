package org.parcours.query.timeline;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.PatientId;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The URL lists the hidden lanes, not the visible ones, so that a step in a new lane appears.
 *
 * @param asOf valid time, as entered
 * @param knownAt recording time, as entered
 */
record TimelineUrlParameters(PatientId patient, Set<String> hidden, Optional<String> asOf, Optional<String> knownAt) {

    boolean hides(String lane) {
        return hidden.contains(lane);
    }

    TimelineUrlParameters withLaneShown(String lane) {
        Set<String> others = new LinkedHashSet<>(hidden);
        others.remove(lane);
        return new TimelineUrlParameters(patient, others, asOf, knownAt);
    }

    String url() {
        UriComponentsBuilder url = UriComponentsBuilder.fromPath("/patients/" + patient);
        hidden.forEach(lane -> url.queryParam("hide", lane));
        asOf.ifPresent(value -> url.queryParam("asOf", value));
        knownAt.ifPresent(value -> url.queryParam("knownAt", value));
        return url.encode().build().toUriString();
    }
}
