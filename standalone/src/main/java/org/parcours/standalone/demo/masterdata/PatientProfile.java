package org.parcours.standalone.demo.masterdata;

import java.util.Optional;

/** The ages, in years, and the sex of a scenario's patients. */
public record PatientProfile(int minimumAge, int maximumAge, Optional<Person.Sex> sex) {

    public static PatientProfile aged(int youngest, int oldest) {
        return new PatientProfile(youngest, oldest, Optional.empty());
    }

    public static PatientProfile womanAged(int youngest, int oldest) {
        return new PatientProfile(youngest, oldest, Optional.of(Person.Sex.F));
    }
}
