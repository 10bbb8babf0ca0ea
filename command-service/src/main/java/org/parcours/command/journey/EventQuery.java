package org.parcours.command.journey;

import java.util.Set;
import org.parcours.events.Event;

/**
 * Selects recorded events that a decision depends on: those with the tag, of the types ({@code types} empty: of any
 * type). A matching event that is recorded between the decision's read and its append is a conflict.
 */
public record EventQuery(EventTag tag, Set<Class<? extends Event>> types) {

    public EventQuery {
        types = Set.copyOf(types);
    }
}
