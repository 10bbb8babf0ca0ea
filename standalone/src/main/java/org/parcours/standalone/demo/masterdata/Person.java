package org.parcours.standalone.demo.masterdata;

import java.time.LocalDate;
import java.util.Optional;

/**
 * An invented patient.
 *
 * @param number which patient of the run; from it come the numbers by which applications know the patient
 * @param ipp the hospital's own number, empty-handed patients get a provisional one
 * @param ins a national identity in the shape of one, for those whose identity is qualified
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

    /** As the identity server first sees somebody who cannot say a name. */
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
