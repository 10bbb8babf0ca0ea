package org.parcours.command.eventlog;

import java.util.List;
import java.util.Set;

/**
 * Matches events that match <em>any</em> of the criteria. A store looks up criteria with tags in an index; a criterion
 * without tags makes it scan the log.
 *
 * @param anyOf at most {@value #MAX_CRITERIA}; empty: matches no event
 */
public record Criteria(List<Criterion> anyOf) {

    public static final int MAX_CRITERIA = 1000;

    public Criteria {
        if (anyOf.size() > MAX_CRITERIA) {
            throw new IllegalArgumentException(
                    "A query has at most " + MAX_CRITERIA + " criteria, not " + anyOf.size());
        }
        anyOf = List.copyOf(anyOf);
    }

    public static Criteria matchAll() {
        return new Criteria(List.of(new Criterion(Set.of(), Set.of())));
    }

    public static Criteria matchNone() {
        return new Criteria(List.of());
    }

    public static Criteria tagged(Tag... tags) {
        return new Criteria(List.of(new Criterion(Set.of(tags), Set.of())));
    }

    public boolean matches(UnversionedEventName name, Set<Tag> eventTags) {
        for (var criterion : anyOf) {
            if (criterion.matches(name, eventTags)) {
                return true;
            }
        }
        return false;
    }
}
