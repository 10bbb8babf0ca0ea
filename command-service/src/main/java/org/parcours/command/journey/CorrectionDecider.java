package org.parcours.command.journey;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.message.Fact;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/**
 * Decides, for one family of facts, which recorded event of the stay or step a fact corrects, and its anomalies. Pure.
 *
 * @param <S> the decision state: immutable, no more than {@link #decide} reads
 */
public interface CorrectionDecider<S> {

    /** The types of the recorded events that {@link #evolve} reads. */
    Set<Class<? extends Event>> queriedTypes();

    S initialState();

    S evolve(S state, Envelope recorded);

    CorrectionAndAnomalies decide(Fact fact, S state);

    /** The event types of sealed interfaces. */
    @SafeVarargs
    static Set<Class<? extends Event>> typesOf(Class<? extends Event>... families) {
        return Stream.of(families)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .map(type -> type.asSubclass(Event.class))
                .collect(Collectors.toUnmodifiableSet());
    }
}
