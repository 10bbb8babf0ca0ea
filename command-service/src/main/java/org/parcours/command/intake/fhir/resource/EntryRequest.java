package org.parcours.command.intake.fhir.resource;

import java.util.Optional;

/**
 * What a sender asks to do with a resource: {@code Bundle.entry.request}, or the HTTP request of a single resource.
 *
 * @param method POST or PUT; empty where the Bundle reports without a request
 * @param url relative: {@code Patient/1}, {@code Patient?identifier=…}
 * @param ifNoneExist the condition of a conditional create, without the question mark
 * @param ifMatch the version from which an update was made, without the punctuation of an ETag
 */
public record EntryRequest(
        Optional<String> method, Optional<String> url, Optional<String> ifNoneExist, Optional<String> ifMatch) {

    public static final EntryRequest NONE =
            new EntryRequest(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public boolean isCreate() {
        return method.filter("POST"::equals).isPresent();
    }

    public boolean isUpdate() {
        return method.filter("PUT"::equals).isPresent();
    }

    /** Of a conditional update or create: the search parameters. */
    public Optional<String> condition() {
        return ifNoneExist.or(() -> url.filter(address -> isUpdate() && address.contains("?"))
                .map(address -> address.substring(address.indexOf('?') + 1)));
    }
}
