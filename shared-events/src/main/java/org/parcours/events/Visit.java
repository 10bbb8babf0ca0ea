package org.parcours.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stay that an event refers to.
 *
 * @param number the visit number (PV1-19), where there is one
 * @param patientClass HL7 table 0004: I inpatient, O outpatient, E emergency, P preadmit, R recurring, B obstetrics, N none
 * @param otherNumbers the same stay by other numbers: the id of a FHIR Encounter beside its identifier
 */
public record Visit(
        Optional<Identifier> number,
        Optional<String> patientClass,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Identifier> otherNumbers) {

    public Visit {
        otherNumbers = List.copyOf(otherNumbers);
    }

    /** A stay that is known by one number only. */
    public Visit(Optional<Identifier> number, Optional<String> patientClass) {
        this(number, patientClass, List.of());
    }

    public Visit withOtherNumbers(List<Identifier> others) {
        return new Visit(number, patientClass, others);
    }

    /** All numbers of the stay, the visit number first. */
    public List<Identifier> numbers() {
        return Stream.concat(number.stream(), otherNumbers.stream()).distinct().toList();
    }
}
