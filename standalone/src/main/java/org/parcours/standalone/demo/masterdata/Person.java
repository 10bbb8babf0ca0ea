package org.parcours.standalone.demo.masterdata;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An invented patient.
 *
 * @param number the number of the patient in the run, from which the identifiers are derived
 * @param ipp the hospital's own number; provisional for an unidentified patient
 * @param ins the national identity number, where the identity is qualified
 */
public record Person(
        int number,
        String ipp,
        Optional<String> ins,
        String family,
        String birthFamily,
        String given,
        LocalDate birthDate,
        Sex sex) {

    public enum Sex {
        F,
        M
    }

    /** The same person as the identity server registers an unidentified patient. */
    public Person unidentified(String provisionalIpp) {
        return new Person(
                number,
                provisionalIpp,
                Optional.empty(),
                "INCONNU",
                "INCONNU",
                sex == Sex.F ? "Madame X" : "Monsieur X",
                LocalDate.of(1900, 1, 1),
                sex);
    }
}
