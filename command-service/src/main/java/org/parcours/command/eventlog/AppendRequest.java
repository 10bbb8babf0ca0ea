package org.parcours.command.eventlog;

import java.util.List;

/**
 * What one command wants to append: all of its events or none.
 *
 * @param events at least one, in the order that they get their positions in
 * @param caller on whose behalf, such as a source application: callers take turns, so that one that floods holds up
 *     itself; empty: nobody in particular
 */
public record AppendRequest(CommitId id, List<EventData> events, CommitCondition condition, String caller) {

    public AppendRequest {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("A commit has at least one event: " + id);
        }
    }

    public AppendRequest(CommitId id, List<EventData> events, CommitCondition condition) {
        this(id, events, condition, "");
    }

    /** The same append, on a condition that follows from what has been looked up meanwhile. */
    public AppendRequest withCondition(CommitCondition newCondition) {
        return new AppendRequest(id, events, newCondition, caller);
    }
}
