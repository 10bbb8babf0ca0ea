package org.parcours.command.log;

import java.util.List;

/**
 * What one command wants to append: all of its events or none.
 *
 * @param events at least one, in the order that they get their positions in
 */
public record Append(CommitId id, List<NewEvent> events, Condition condition) {

    public Append {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("A commit has at least one event: " + id);
        }
    }
}
