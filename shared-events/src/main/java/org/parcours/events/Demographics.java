package org.parcours.events;

import java.time.LocalDate;
import java.util.Optional;

/**
 * What was said of a person; absent is "not said", not "erased".
 *
 * @param name the name in use (PID-5 type D, else the first told)
 * @param birthName the name at birth (PID-5 type L in PAM France; nom de naissance)
 * @param sex HL7 table 0001: F, M, O, U, A, N
 */
public record Demographics(
        Optional<PersonName> name,
        Optional<PersonName> birthName,
        Optional<LocalDate> birthDate,
        Optional<String> sex) {

    public static final Demographics UNKNOWN =
            new Demographics(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** What is known once {@code later} has been told: its words where it says something, ours elsewhere. */
    public Demographics updatedBy(Demographics later) {
        return new Demographics(
                later.name.or(() -> name),
                later.birthName.or(() -> birthName),
                later.birthDate.or(() -> birthDate),
                later.sex.or(() -> sex));
    }
}
