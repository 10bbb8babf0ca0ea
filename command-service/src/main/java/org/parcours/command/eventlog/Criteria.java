package org.parcours.command.eventlog;

import java.util.List;
import java.util.Set;

/**
 * Events that match <em>any</em> of the criteria. A store looks criteria with tags up in an index; one without tags
 * makes it walk through the log.
 *
 * @param anyOf at most {@value #MAX_CRITERIA}; empty: no event at all
 */
public record Criteria(List<Criterion> anyOf) {

    public static final int MAX_CRITERIA = 1000;

    public Criteria {
        if (anyOf.size() > MAX_CRITERIA) {
            throw new IllegalArgumentException(
                    "At most " + MAX_CRITERIA + " criteria in one question, here " + anyOf.size());
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

    public boolean matches(EventName name, Set<Tag> eventTags) {
        for (var criterion : anyOf) {
            if (criterion.matches(name, eventTags)) {
                return true;
            }
        }
        return false;
    }
}
