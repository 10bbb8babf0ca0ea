package org.parcours.events;

import java.util.Optional;

/**
 * One measured or observed value (OBX).
 *
 * @param value as told, as text
 * @param unit OBX-6
 * @param range OBX-7, the reference range as text
 * @param flag OBX-8: H, L, HH, LL, A, …
 * @param subId OBX-4, which of several alike: the second isolate of a culture
 * @param status OBX-11, where it is told of this value alone
 * @param document the whole text, where {@code value} is only the beginning of a long one
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

    /** The only one of its kind, as far along as the result that it stands in. */
    public Observation(
            Coding code, String value, Optional<String> unit, Optional<String> range, Optional<String> flag) {
        this(code, value, unit, range, flag, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
