package org.parcours.events;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A person's demographics; absent means "not reported", not "deleted".
 *
 * @param name the name in use (PID-5 type D, else the first)
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

    /** These demographics updated by a later report: its values where present, these elsewhere. */
    public Demographics updatedBy(Demographics later) {
        return new Demographics(
                later.name.or(() -> name),
                later.birthName.or(() -> birthName),
                later.birthDate.or(() -> birthDate),
                later.sex.or(() -> sex));
    }
}
