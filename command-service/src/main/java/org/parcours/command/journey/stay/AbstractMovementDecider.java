package org.parcours.command.journey.stay;

import java.util.Set;
import org.parcours.command.journey.Decider;
import org.parcours.events.Envelope;
import org.parcours.events.Event;

/** A decider whose state is the active movements of the fact's stay. */
abstract class AbstractMovementDecider implements Decider<ActiveMovementList> {

    private final Set<Class<? extends Event>> factTypes;

    AbstractMovementDecider(Set<Class<? extends Event>> factTypes) {
        this.factTypes = Set.copyOf(factTypes);
    }

    @Override
    public final Set<Class<? extends Event>> factTypes() {
        return factTypes;
    }

    @Override
    public final Set<Class<? extends Event>> queriedTypes() {
        return ActiveMovementList.EVENT_TYPES;
    }

    @Override
    public final ActiveMovementList initialState() {
        return ActiveMovementList.EMPTY;
    }

    @Override
    public final ActiveMovementList evolve(ActiveMovementList movements, Envelope recorded) {
        return movements.evolve(recorded);
    }
}
