package org.parcours.command.feeds.fhir;

import java.util.Optional;
import org.parcours.command.intake.fhir.resource.EntryRequest;

/**
 * What the URL and the headers of a request say.
 *
 * @param base the URL of this server as the client knows it: {@code https://parcours.example/fhir}
 * @param source the source application
 * @param address the resource type, or type and id, in the URL
 * @param entry what the client asks to do with a single resource, as an entry of a Bundle would say it
 * @param prefer what the response is to contain
 */
record FhirRequest(String base, Optional<String> source, Optional<String> address, EntryRequest entry, Prefer prefer) {

    /** FHIR R4, 3.1.0.1.9. */
    enum Prefer {
        MINIMAL,
        REPRESENTATION,
        OPERATION_OUTCOME
    }
}
