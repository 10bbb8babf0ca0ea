package org.parcours.command.journey;

import java.util.Set;
import org.parcours.events.Event;

/**
 * Which recorded events a decision depends on: those with the tag, of the types ({@code about} empty: of any type).
 * What matches a question asked is a conflict if it is recorded between the asking and the answer.
 */
public record EventQuery(EventTag tag, Set<Class<? extends Event>> types) {

    public EventQuery {
        types = Set.copyOf(types);
    }
}
