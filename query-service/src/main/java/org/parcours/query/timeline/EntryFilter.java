package org.parcours.query.timeline;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.query.views.SearchTokenizer;
import org.parcours.query.views.TimelineHead;

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

    /** The kinds of the lanes that are not hidden, and the words of a text. */
    static EntryFilter of(TimelineHead head, Set<String> hiddenLanes, Optional<String> text, StepCatalogue catalogue) {
        Set<String> shown = head.counts().keySet().stream()
                .filter(kind -> !hiddenLanes.contains(
                        TimelineResponse.stepKind(kind, catalogue).lane()))
                .collect(Collectors.toSet());
        boolean showsAll = shown.size() == head.counts().size();
        return new EntryFilter(
                showsAll ? Optional.empty() : Optional.of(shown),
                Set.copyOf(SearchTokenizer.tokenize(text.orElse(""))));
    }

    boolean excludesAll() {
        return kinds.filter(Set::isEmpty).isPresent();
    }
}
