package org.parcours.events;

import java.util.Optional;

/**
 * A person's name as sent: nothing is guessed from its case or order.
 *
 * @param family empty where only a given name is known
 */
public record PersonName(String family, Optional<String> given) {

    public static PersonName of(String family, String given) {
        return new PersonName(family, given.isBlank() ? Optional.empty() : Optional.of(given));
    }

    @Override
    public String toString() {
        return given.map(first -> family.isBlank() ? first : family + " " + first)
                .orElse(family);
    }
}
