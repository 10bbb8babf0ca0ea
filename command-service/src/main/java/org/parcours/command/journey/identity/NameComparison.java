package org.parcours.command.journey.identity;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.parcours.events.PersonName;

/**
 * Compares two names of a person. Case, accents, ligatures, hyphens, the order of family and given name, further given
 * names, a part of a compound name, an initial and typing errors make no other name.
 *
 * @param family the parts of the family name, normalised; empty where it is provisional
 * @param given the parts of the given names; empty where absent or provisional
 */
record NameComparison(List<String> family, List<String> given) {

    private static final Map<String, String> LETTERS =
            Map.of("Œ", "OE", "Æ", "AE", "Ø", "O", "Ł", "L", "Đ", "D", "Ð", "D", "Þ", "TH");

    private static final List<String> PARTICLES = List.of(
            "DE", "DU", "DES", "LA", "LE", "LES", "DA", "DI", "DOS", "DEL", "VAN", "VON", "DER", "DEN", "EL", "AL",
            "BEN", "IBN", "BIN", "ET", "EP", "EPOUSE", "VEUVE", "VVE", "SAINT", "SAINTE", "ST", "STE");

    private static final int MIN_LENGTH_FOR_ONE_ERROR = 4;
    private static final int MIN_LENGTH_FOR_TWO_ERRORS = 8;

    static NameComparison of(PersonName name) {
        if (name.family().isBlank()) {
            // A given name alone is all that is known: it does say something about the person.
            return new NameComparison(parts(name.given().orElse("")), List.of());
        }
        return new NameComparison(
                ProvisionalName.withoutProvisional(parts(name.family())),
                ProvisionalName.givenNames(parts(name.given().orElse(""))));
    }

    /** Whether the name says nothing about the person. */
    boolean isProvisional() {
        return family.isEmpty();
    }

    boolean isSameName(NameComparison other) {
        return isSameFamily(other) && isSameGiven(given, other.given)
                || !given.isEmpty()
                        && !other.given.isEmpty()
                        && isSamePart(family, other.given)
                        && isSamePart(given, other.family);
    }

    boolean isSameFamily(NameComparison other) {
        return isSamePart(family, other.family);
    }

    /** Whether the family name or the given name is the same: the name of a person who married. */
    boolean sharesPart(NameComparison other) {
        return isSameFamily(other) || !given.isEmpty() && !other.given.isEmpty() && isSameGiven(given, other.given);
    }

    private static boolean isSameGiven(List<String> one, List<String> other) {
        return one.isEmpty()
                || other.isEmpty()
                || isSamePart(one, other)
                || isInitial(one, other)
                || isInitial(other, one);
    }

    private static boolean isInitial(List<String> initials, List<String> names) {
        return initials.getFirst().length() == 1 && names.getFirst().startsWith(initials.getFirst());
    }

    private static boolean isSamePart(List<String> one, List<String> other) {
        return isSameWord(String.join("", one), String.join("", other))
                || significant(one).stream().anyMatch(word -> significant(other).stream()
                        .anyMatch(candidate -> isSameWord(word, candidate)));
    }

    private static List<String> significant(List<String> words) {
        return words.stream()
                .filter(word -> word.length() > 1 && !PARTICLES.contains(word))
                .toList();
    }

    /** In a short word one letter is another name: Léa, Léo. */
    private static boolean isSameWord(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int errors = shorter >= MIN_LENGTH_FOR_TWO_ERRORS ? 2 : shorter >= MIN_LENGTH_FOR_ONE_ERROR ? 1 : 0;
        return EditDistance.isAtMost(errors, one, other);
    }

    /** Upper case, without accents; digits are no part of a name. */
    private static List<String> parts(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        for (Map.Entry<String, String> letter : LETTERS.entrySet()) {
            upper = upper.replace(letter.getKey(), letter.getValue());
        }
        String plain = Normalizer.normalize(upper, Normalizer.Form.NFKD).replaceAll("\\p{M}", "");
        return Stream.of(plain.split("[^\\p{L}]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
