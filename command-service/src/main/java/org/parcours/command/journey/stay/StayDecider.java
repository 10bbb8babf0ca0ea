package org.parcours.command.journey.stay;

import java.util.Set;
import org.parcours.command.journey.Decider;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/** A decider whose state is the active movements of the fact's stay. */
abstract class StayDecider implements Decider<MovementHistory> {

    private final Set<Class<? extends Event>> factTypes;

    StayDecider(Set<Class<? extends Event>> factTypes) {
        this.factTypes = Set.copyOf(factTypes);
    }

    @Override
    public final Set<Class<? extends Event>> factTypes() {
        return factTypes;
    }

    @Override
    public final Set<Class<? extends Event>> queriedTypes() {
        return MovementHistory.EVENT_TYPES;
    }

    @Override
    public final MovementHistory initialState() {
        return MovementHistory.EMPTY;
    }

    @Override
    public final MovementHistory evolve(MovementHistory history, Envelope recorded) {
        return history.evolve(recorded);
    }
}
