package org.parcours.command.journey.identity;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import org.parcours.events.DemographicField;
import org.parcours.events.Demographics;

/**
 * Compares the person that a message reports with the one that is known under its number (rule 9). What is absent on
 * one side is not compared.
 */
public final class PersonComparison {

    private PersonComparison() {}

    /**
     * The traits by which the reported person is another one; empty for the same person.
     *
     * @param correction whether the message may correct the identity (A28, A31, A08, A47): one trait may then differ, if
     *     what remains still identifies the person
     */
    public static List<DemographicField> conflict(KnownPerson known, Demographics reported, boolean correction) {
        KnownPerson person = KnownPerson.of(reported);
        List<DemographicField> different = new ArrayList<>();
        List<DemographicField> equal = new ArrayList<>();
        List<NameComparison> knownNames = compared(known);
        List<NameComparison> reportedNames = compared(person);
        compare(DemographicField.NAME, knownNames, reportedNames, NameComparison::isSameName, different, equal);
        if (known.names().isEmpty() || !knownNames.isEmpty()) {
            // The birth date of a person known only by a provisional name is an estimate.
            compare(
                    DemographicField.BIRTH_DATE,
                    known.birthDates(),
                    person.birthDates(),
                    BirthDateComparison::isSameDate,
                    different,
                    equal);
        }
        compare(DemographicField.SEX, known.sexes(), person.sexes(), String::equals, different, equal);
        compare(
                DemographicField.BIRTH_ORDER,
                known.birthOrders(),
                person.birthOrders(),
                Integer::equals,
                different,
                equal);
        return correction && isCorrection(different, equal, sharesPart(knownNames, reportedNames))
                ? List.of()
                : different;
    }

    /** One trait changes. The sex is the same for half of all people: with a wholly new name it identifies no person. */
    private static boolean isCorrection(
            List<DemographicField> different, List<DemographicField> equal, boolean namesSharePart) {
        if (different.size() != 1 || different.contains(DemographicField.BIRTH_ORDER)) {
            return false;
        }
        return namesSharePart || equal.contains(DemographicField.BIRTH_DATE) || equal.contains(DemographicField.NAME);
    }

    private static boolean sharesPart(List<NameComparison> known, List<NameComparison> reported) {
        return reported.stream().anyMatch(name -> known.stream().anyMatch(name::sharesPart));
    }

    /** The names that tell something; one without a given name only where no other completes it. */
    private static List<NameComparison> compared(KnownPerson person) {
        List<NameComparison> names = person.names().stream()
                .map(NameComparison::of)
                .filter(name -> !name.isProvisional())
                .toList();
        return names.stream()
                .filter(name -> !name.given().isEmpty()
                        || names.stream().noneMatch(other -> !other.given().isEmpty() && other.isSameFamily(name)))
                .toList();
    }

    private static <T> void compare(
            DemographicField field,
            Collection<T> known,
            Collection<T> reported,
            BiPredicate<T, T> isSame,
            List<DemographicField> different,
            List<DemographicField> equal) {
        if (!known.isEmpty() && !reported.isEmpty()) {
            boolean same = reported.stream().anyMatch(one -> known.stream().anyMatch(other -> isSame.test(one, other)));
            (same ? equal : different).add(field);
        }
    }
}
