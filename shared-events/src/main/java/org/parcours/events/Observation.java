package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param otherCodes the same observation in other code systems (OBX-3.4 to 3.6)
 * @param notes the comments on this value (NTE after the OBX)
 * @param observedAt OBX-14
 * @param identifiers of a value that is a resource of its own (a FHIR Observation inside a report)
 */
public record Observation(
        Coding code,
        String value,
        Optional<String> unit,
        Optional<String> range,
        Optional<String> flag,
        Optional<String> subId,
        Optional<ObservationStatus> status,
        Optional<DocumentRef> document,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Coding> otherCodes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
        Optional<PartialDateTime> observedAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Identifier> identifiers) {

    public Observation {
        otherCodes = List.copyOf(otherCodes);
        notes = List.copyOf(notes);
        identifiers = List.copyOf(identifiers);
    }

    /** A value that has no number of its own. */
    public Observation(
            Coding code,
            String value,
            Optional<String> unit,
            Optional<String> range,
            Optional<String> flag,
            Optional<String> subId,
            Optional<ObservationStatus> status,
            Optional<DocumentRef> document,
            List<Coding> otherCodes,
            List<String> notes,
            Optional<PartialDateTime> observedAt) {
        this(code, value, unit, range, flag, subId, status, document, otherCodes, notes, observedAt, List.of());
    }

    public Observation(
            Coding code,
            String value,
            Optional<String> unit,
            Optional<String> range,
            Optional<String> flag,
            Optional<String> subId,
            Optional<ObservationStatus> status,
            Optional<DocumentRef> document) {
        this(code, value, unit, range, flag, subId, status, document, List.of(), List.of(), Optional.empty());
    }

    /** Without sub-id and document, of the same status as its result. */
    public Observation(
            Coding code, String value, Optional<String> unit, Optional<String> range, Optional<String> flag) {
        this(code, value, unit, range, flag, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public Observation withValue(String newValue, Optional<DocumentRef> newDocument) {
        return new Observation(
                code,
                newValue,
                unit,
                range,
                flag,
                subId,
                status,
                newDocument,
                otherCodes,
                notes,
                observedAt,
                identifiers);
    }

    public Observation withStatus(Optional<ObservationStatus> newStatus) {
        return new Observation(
                code, value, unit, range, flag, subId, newStatus, document, otherCodes, notes, observedAt, identifiers);
    }

    public Observation withNotes(List<String> newNotes) {
        return new Observation(
                code, value, unit, range, flag, subId, status, document, otherCodes, newNotes, observedAt, identifiers);
    }

    public Observation withIdentifiers(List<Identifier> newIdentifiers) {
        return new Observation(
                code, value, unit, range, flag, subId, status, document, otherCodes, notes, observedAt, newIdentifiers);
    }

    /** The document of a report, then those of its observations. */
    static List<DocumentRef> documents(Optional<DocumentRef> report, List<Observation> observations) {
        return Stream.concat(report.stream(), observations.stream().flatMap(value -> value.document().stream()))
                .distinct()
                .toList();
    }
}
