package org.parcours.command.journey;

import java.util.Set;
import org.parcours.command.intake.Fact;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/** A use case whose facts need to know what happened to their own step, and nothing else. */
public abstract class StepDecision implements Decision<StepHistory> {

    private final Set<Class<? extends Event>> family;

    protected StepDecision(Set<Class<? extends Event>> family) {
        this.family = Set.copyOf(family);
    }

    @Override
    public final Set<Class<? extends Event>> facts() {
        return family;
    }

    @Override
    public final Set<Class<? extends Event>> reads() {
        return family;
    }

    @Override
    public final StepHistory nothingKnown() {
        return StepHistory.EMPTY;
    }

    @Override
    public final StepHistory evolve(StepHistory history, Envelope recorded) {
        return history.and(recorded);
    }

    @Override
    public abstract Verdict decide(Fact fact, StepHistory history);
}
