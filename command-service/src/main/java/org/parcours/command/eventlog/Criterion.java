package org.parcours.command.eventlog;

import java.util.Set;

/**
 * Events that have <em>all</em> the tags and <em>one</em> of the names.
 *
 * @param tags empty: whatever the tags
 * @param names empty: whatever the name
 */
public record Criterion(Set<Tag> tags, Set<EventName> names) {

    public Criterion {
        tags = Set.copyOf(tags);
        names = Set.copyOf(names);
    }

    public boolean matches(EventName name, Set<Tag> eventTags) {
        return (names.isEmpty() || names.contains(name)) && eventTags.containsAll(tags);
    }
}
