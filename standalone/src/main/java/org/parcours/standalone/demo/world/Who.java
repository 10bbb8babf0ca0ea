package org.parcours.standalone.demo.world;

import java.util.Optional;

/** Whom a journey happens to: ages in years. */
public record Who(int youngest, int oldest, Optional<Person.Sex> sex) {

    public static Who aged(int youngest, int oldest) {
        return new Who(youngest, oldest, Optional.empty());
    }

    public static Who womanAged(int youngest, int oldest) {
        return new Who(youngest, oldest, Optional.of(Person.Sex.F));
    }
}
