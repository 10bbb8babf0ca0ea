package org.parcours.command.eventlog;

import java.util.Set;

/**
 * Matches events that have <em>all</em> of the tags and <em>one</em> of the names.
 *
 * @param tags empty: any tags
 * @param names empty: any name
 */
public record Criterion(Set<Tag> tags, Set<UnversionedEventName> names) {

    public Criterion {
        tags = Set.copyOf(tags);
        names = Set.copyOf(names);
    }

    public boolean matches(UnversionedEventName name, Set<Tag> eventTags) {
        return (names.isEmpty() || names.contains(name)) && eventTags.containsAll(tags);
    }
}
