package org.parcours.command.feeds.fhir;

import java.util.Optional;

/**
 * What the URL and the headers of a request say.
 *
 * @param base the URL of this server as the client knows it: {@code https://parcours.example/fhir}
 * @param source the source application
 * @param address the resource type, or type and id, in the URL
 * @param condition of a conditional update: {@code PUT /fhir/Patient?identifier=…}
 * @param ifNoneExist of a conditional create
 * @param ifMatch the version that an update is made from
 * @param prefer what the response is to contain
 */
record FhirRequest(
        String base,
        Optional<String> source,
        Optional<String> address,
        Optional<SearchCondition> condition,
        Optional<SearchCondition> ifNoneExist,
        Optional<String> ifMatch,
        Prefer prefer) {

    /** FHIR R4, 3.1.0.1.9. */
    enum Prefer {
        MINIMAL,
        REPRESENTATION,
        OPERATION_OUTCOME
    }
}
