package org.parcours.command.journey;

import java.util.Set;
import org.parcours.command.message.Fact;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/** A decider whose state is the history of the fact's own step. */
public abstract class AbstractStepDecider implements Decider<StepHistory> {

    private final Set<Class<? extends Event>> factTypes;
    private final Set<Class<? extends Event>> queriedTypes;

    protected AbstractStepDecider(Set<Class<? extends Event>> types) {
        this(types, types);
    }

    /**
     * @param queriedTypes more types than {@code factTypes} where events of another kind of step have the same numbers
     */
    protected AbstractStepDecider(Set<Class<? extends Event>> factTypes, Set<Class<? extends Event>> queriedTypes) {
        this.factTypes = Set.copyOf(factTypes);
        this.queriedTypes = Set.copyOf(queriedTypes);
    }

    @Override
    public final Set<Class<? extends Event>> factTypes() {
        return factTypes;
    }

    @Override
    public final Set<Class<? extends Event>> queriedTypes() {
        return queriedTypes;
    }

    @Override
    public final StepHistory initialState() {
        return StepHistory.EMPTY;
    }

    @Override
    public final StepHistory evolve(StepHistory history, Envelope recorded) {
        return history.plus(recorded);
    }

    @Override
    public abstract EventAnnotations decide(Fact fact, StepHistory history);
}
