package org.parcours.standalone.demo.masterdata;

import java.util.Optional;

/** Whom a journey happens to: ages in years. */
public record PatientProfile(int minimumAge, int maximumAge, Optional<Person.Sex> sex) {

    public static PatientProfile aged(int youngest, int oldest) {
        return new PatientProfile(youngest, oldest, Optional.empty());
    }

    public static PatientProfile womanAged(int youngest, int oldest) {
        return new PatientProfile(youngest, oldest, Optional.of(Person.Sex.F));
    }
}
