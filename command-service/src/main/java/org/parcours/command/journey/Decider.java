package org.parcours.command.journey;

import java.util.Set;
import org.parcours.command.message.Fact;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/**
 * Decides one use case: what the recorded events of a stay or a step add to a fact. Pure.
 *
 * @param <S> the decision state: immutable, no more than {@link #decide} reads
 */
public interface Decider<S> {

    /** The types of the facts that this decider decides. */
    Set<Class<? extends Event>> factTypes();

    /** The types of the recorded events that {@link #evolve} reads. */
    Set<Class<? extends Event>> queriedTypes();

    S initialState();

    S evolve(S state, Envelope recorded);

    EventAnnotations decide(Fact fact, S state);
}
