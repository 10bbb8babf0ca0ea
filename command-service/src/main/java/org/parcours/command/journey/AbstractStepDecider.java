package org.parcours.command.journey;

import java.util.Set;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/** A decider whose state is the history of the fact's own step. */
public abstract class AbstractStepDecider implements Decider<StepHistory> {

    private final Set<Class<? extends Event>> queriedTypes;

    /** @param families of the step's events, and of other events that have the same numbers */
    @SafeVarargs
    protected AbstractStepDecider(Class<? extends Event>... families) {
        this.queriedTypes = Decider.typesOf(families);
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
}
