package org.parcours.events;

import java.util.Optional;

/**
 * One measured or observed value (OBX).
 *
 * @param value as sent, as text
 * @param unit OBX-6
 * @param range OBX-7, the reference range as text
 * @param flag OBX-8: H, L, HH, LL, A, …
 * @param subId OBX-4, distinguishes observations of one code: the second isolate of a culture
 * @param status OBX-11, where it differs from the result's status
 * @param document the complete text, where {@code value} is only the beginning of a long one
 */
public record Observation(
        Coding code,
        String value,
        Optional<String> unit,
        Optional<String> range,
        Optional<String> flag,
        Optional<String> subId,
        Optional<ObservationStatus> status,
        Optional<DocumentRef> document) {

    /** Without sub-id and document, of the same status as its result. */
    public Observation(
            Coding code, String value, Optional<String> unit, Optional<String> range, Optional<String> flag) {
        this(code, value, unit, range, flag, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
