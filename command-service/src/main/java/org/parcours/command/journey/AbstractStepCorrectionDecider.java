package org.parcours.command.journey;

import java.util.HashSet;
import java.util.Set;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.OtherEvent.EventsWithdrawn;

/** A decider whose state is the history of the fact's own step. */
public abstract class AbstractStepCorrectionDecider implements CorrectionDecider<StepHistory> {

    private final Set<Class<? extends Event>> queriedTypes;

    /** @param families of the step's events, and of other events that have the same numbers */
    @SafeVarargs
    protected AbstractStepCorrectionDecider(Class<? extends Event>... families) {
        Set<Class<? extends Event>> types = new HashSet<>(CorrectionDecider.typesOf(families));
        types.add(EventsWithdrawn.class);
        this.queriedTypes = Set.copyOf(types);
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
