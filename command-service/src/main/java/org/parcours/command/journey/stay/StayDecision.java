package org.parcours.command.journey.stay;

import java.util.Set;
import org.parcours.command.journey.Decision;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/** A use case that needs to know the movements of the fact's stay. */
abstract class StayDecision implements Decision<StayMovements> {

    private final Set<Class<? extends Event>> facts;

    StayDecision(Set<Class<? extends Event>> facts) {
        this.facts = Set.copyOf(facts);
    }

    @Override
    public final Set<Class<? extends Event>> facts() {
        return facts;
    }

    @Override
    public final Set<Class<? extends Event>> reads() {
        return StayMovements.READS;
    }

    @Override
    public final StayMovements nothingKnown() {
        return StayMovements.NONE;
    }

    @Override
    public final StayMovements evolve(StayMovements movements, Envelope recorded) {
        return movements.evolve(recorded);
    }
}
