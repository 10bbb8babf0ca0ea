package org.parcours.command.eventlog;

import java.util.List;

/**
 * The events of one command, to be appended all or none.
 *
 * @param events at least one
 * @param caller who requests it, such as a source application; empty: unspecified. Callers are served in turn, so that
 *     a caller that floods the queue delays only itself
 */
public record AppendRequest(CommitId id, List<EventData> events, CommitCondition condition, String caller) {

    public AppendRequest {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("A commit needs at least one event: " + id);
        }
    }

    public AppendRequest(CommitId id, List<EventData> events, CommitCondition condition) {
        this(id, events, condition, "");
    }

    public AppendRequest withCondition(CommitCondition newCondition) {
        return new AppendRequest(id, events, newCondition, caller);
    }
}
