package org.parcours.query.timeline;

import java.util.Optional;
import java.util.Set;
import org.parcours.events.PatientId;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The URL lists the hidden lanes, not the visible ones, so that a step in a new lane appears.
 *
 * @param text the words of the filter, as entered
 * @param asOf valid time, as entered
 * @param knownAt recording time, as entered
 */
record TimelineUrlParameters(
        PatientId patient, Set<String> hidden, Optional<String> text, Optional<String> asOf, Optional<String> knownAt) {

    boolean hides(String lane) {
        return hidden.contains(lane);
    }

    String url() {
        return builder("/patients/" + patient).encode().build().toUriString();
    }

    /** Of the page with the entries after this one. */
    String urlAfter(EntryCursor last) {
        return builder("/patients/" + patient)
                .queryParam("after", last)
                .encode()
                .build()
                .toUriString();
    }

    /** Of the data of the picture. */
    String pictureUrl() {
        return builder("/patients/" + patient + "/picture").encode().build().toUriString();
    }

    /** Of an entry's own page. */
    String entryUrl(String entry) {
        UriComponentsBuilder url = UriComponentsBuilder.fromPath("/patients/" + patient + "/entries/" + entry);
        addTimes(url);
        return url.encode().build().toUriString();
    }

    /** Of all that the entry's own page shows of it besides the history. */
    String contentUrl(String entry) {
        UriComponentsBuilder url = UriComponentsBuilder.fromPath("/patients/" + patient + "/entries/" + entry)
                .queryParam("part", "content");
        addTimes(url);
        return url.encode().build().toUriString();
    }

    private UriComponentsBuilder builder(String path) {
        UriComponentsBuilder url = UriComponentsBuilder.fromPath(path);
        hidden.forEach(lane -> url.queryParam("hide", lane));
        text.ifPresent(value -> url.queryParam("q", value));
        addTimes(url);
        return url;
    }

    private void addTimes(UriComponentsBuilder url) {
        asOf.ifPresent(value -> url.queryParam("asOf", value));
        knownAt.ifPresent(value -> url.queryParam("knownAt", value));
    }
}
