package org.parcours.command.journey;

import java.util.Set;
import org.parcours.command.message.Fact;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/**
 * One use case: what the log's knowledge of a stay or a step adds to a fact. Pure.
 *
 * @param <S> what it has to know: immutable, no more than {@link #decide} reads
 */
public interface Decider<S> {

    /** The facts that it decides about. */
    Set<Class<? extends Event>> factTypes();

    /** The recorded events that {@link #evolve} reads. */
    Set<Class<? extends Event>> queriedTypes();

    S initialState();

    S evolve(S state, Envelope recorded);

    DecisionResult decide(Fact fact, S state);
}
