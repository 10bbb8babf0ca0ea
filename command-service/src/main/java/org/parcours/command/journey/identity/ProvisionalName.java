package org.parcours.command.journey.identity;

import java.util.List;
import java.util.Set;

/** Names given to a person who is unknown, or not named yet. */
final class ProvisionalName {

    /** The person is unknown: whatever stands beside it is no name either. */
    private static final Set<String> UNKNOWN_PERSON = Set.of(
            "INCONNU", "INCONNUE", "ANONYME", "ANONYMOUS", "UNKNOWN", "PROVISOIRE", "IDENTIFIE", "IDENTIFIEE", "NN");

    /** A newborn; the mother's family name may stand beside it. */
    private static final Set<String> NEWBORN =
            Set.of("BEBE", "BABY", "BB", "NOUVEAUNE", "NEWBORN", "JUMEAU", "JUMELLE", "TRIPLE", "TRIPLEE");

    /** Family names too: these are provisional in the place of a given name, or before "de". */
    private static final Set<String> CHILD_OF = Set.of("NE", "NEE", "FILLE", "FILS", "ENFANT", "GARCON", "BOY", "GIRL");

    private static final Set<String> NO_GIVEN_NAME = Set.of("NOUVEAU", "PRENOM", "SANS", "NON", "HOMME", "FEMME");

    private ProvisionalName() {}

    /** The family name without the provisional words; empty where nothing remains. */
    static List<String> withoutProvisional(List<String> family) {
        if (family.stream().anyMatch(UNKNOWN_PERSON::contains)
                || family.stream().allMatch(ProvisionalName::isAnonymous)) {
            return List.of();
        }
        int start = 0;
        while (start < family.size() && startsNewborn(family, start)) {
            start++;
        }
        return start == 0
                ? family.stream().filter(word -> !NEWBORN.contains(word)).toList()
                : family.subList(start, family.size()).stream()
                        .filter(word -> word.length() > 1 && !NEWBORN.contains(word))
                        .toList();
    }

    /** The given names; none where they are provisional. */
    static List<String> givenNames(List<String> given) {
        if (given.isEmpty()) {
            return given;
        }
        String first = given.getFirst();
        boolean provisional = UNKNOWN_PERSON.contains(first)
                || NEWBORN.contains(first)
                || CHILD_OF.contains(first)
                || NO_GIVEN_NAME.contains(first)
                || isAnonymous(first);
        return provisional ? List.of() : given;
    }

    private static boolean startsNewborn(List<String> family, int index) {
        String word = family.get(index);
        String next = index + 1 < family.size() ? family.get(index + 1) : "";
        String previous = index > 0 ? family.get(index - 1) : "";
        return NEWBORN.contains(word)
                || word.equals("NOUVEAU") && next.equals("NE")
                || word.equals("NE") && previous.equals("NOUVEAU")
                || CHILD_OF.contains(word) && (next.equals("DE") || next.equals("D"))
                || (word.equals("DE") || word.equals("D")) && CHILD_OF.contains(previous);
    }

    private static boolean isAnonymous(String word) {
        return word.chars().allMatch(letter -> letter == 'X');
    }
}
