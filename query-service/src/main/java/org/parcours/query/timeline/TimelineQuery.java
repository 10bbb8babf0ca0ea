package org.parcours.query.timeline;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.PatientId;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * What a reader asks of the page, and its address. It names the lanes that are hidden, not those that are shown: what
 * comes in a lane that there was not yet must appear.
 *
 * @param asOf as it was typed
 * @param knownAt as it was typed
 */
record TimelineQuery(PatientId patient, Set<String> hidden, Optional<String> asOf, Optional<String> knownAt) {

    boolean hides(String lane) {
        return hidden.contains(lane);
    }

    TimelineQuery withLaneShown(String lane) {
        Set<String> others = new LinkedHashSet<>(hidden);
        others.remove(lane);
        return new TimelineQuery(patient, others, asOf, knownAt);
    }

    String url() {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/patients/" + patient);
        hidden.forEach(lane -> address.queryParam("hide", lane));
        asOf.ifPresent(value -> address.queryParam("asOf", value));
        knownAt.ifPresent(value -> address.queryParam("knownAt", value));
        return address.encode().build().toUriString();
    }
}
