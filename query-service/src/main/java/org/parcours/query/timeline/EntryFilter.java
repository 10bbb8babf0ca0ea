package org.parcours.query.timeline;

import java.util.Optional;
import java.util.Set;

/**
 * Which entries of a timeline are listed.
 *
 * @param kinds empty: all kinds
 * @param words each must be in the entry's title, details, notes, names of values, or source
 */
public record EntryFilter(Optional<Set<String>> kinds, Set<String> words) {

    public static final EntryFilter ALL = new EntryFilter(Optional.empty(), Set.of());

    public EntryFilter {
        kinds = kinds.map(Set::copyOf);
        words = Set.copyOf(words);
    }

    boolean excludesAll() {
        return kinds.filter(Set::isEmpty).isPresent();
    }
}
