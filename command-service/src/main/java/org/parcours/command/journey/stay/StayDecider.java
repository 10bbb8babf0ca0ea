package org.parcours.command.journey.stay;

import java.util.Set;
import org.parcours.command.journey.Decider;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/** A use case that needs to know the movements of the fact's stay. */
abstract class StayDecider implements Decider<MovementHistory> {

    private final Set<Class<? extends Event>> facts;

    StayDecider(Set<Class<? extends Event>> facts) {
        this.facts = Set.copyOf(facts);
    }

    @Override
    public final Set<Class<? extends Event>> facts() {
        return facts;
    }

    @Override
    public final Set<Class<? extends Event>> reads() {
        return MovementHistory.READS;
    }

    @Override
    public final MovementHistory nothingKnown() {
        return MovementHistory.NONE;
    }

    @Override
    public final MovementHistory evolve(MovementHistory movements, Envelope recorded) {
        return movements.evolve(recorded);
    }
}
