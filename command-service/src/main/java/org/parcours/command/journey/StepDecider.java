package org.parcours.command.journey;

import java.util.Set;
import org.parcours.command.message.Fact;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/** A use case whose facts need to know what happened to their own step, and nothing else. */
public abstract class StepDecider implements Decider<StepHistory> {

    private final Set<Class<? extends Event>> facts;
    private final Set<Class<? extends Event>> reads;

    protected StepDecider(Set<Class<? extends Event>> family) {
        this(family, family);
    }

    /** @param reads more than its own facts, where others go by the same numbers */
    protected StepDecider(Set<Class<? extends Event>> facts, Set<Class<? extends Event>> reads) {
        this.facts = Set.copyOf(facts);
        this.reads = Set.copyOf(reads);
    }

    @Override
    public final Set<Class<? extends Event>> facts() {
        return facts;
    }

    @Override
    public final Set<Class<? extends Event>> reads() {
        return reads;
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
    public abstract DecisionResult decide(Fact fact, StepHistory history);
}
