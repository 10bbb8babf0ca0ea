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
record Question(PatientId patient, Set<String> hidden, Optional<String> asOf, Optional<String> knownAt) {

    boolean hides(String lane) {
        return hidden.contains(lane);
    }

    Question showing(String lane) {
        Set<String> others = new LinkedHashSet<>(hidden);
        others.remove(lane);
        return new Question(patient, others, asOf, knownAt);
    }

    String address() {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/patients/" + patient);
        hidden.forEach(lane -> address.queryParam("hide", lane));
        asOf.ifPresent(told -> address.queryParam("asOf", told));
        knownAt.ifPresent(told -> address.queryParam("knownAt", told));
        return address.encode().build().toUriString();
    }
}
