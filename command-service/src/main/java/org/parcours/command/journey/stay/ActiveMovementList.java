package org.parcours.command.journey.stay;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.Movement;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/** The active movements of one stay, the last recorded first: neither cancelled nor replaced. */
record ActiveMovementList(PStack<ActiveMovement> movements) {

    static final ActiveMovementList EMPTY = new ActiveMovementList(ConsPStack.empty());

    static final Set<Class<? extends Event>> EVENT_TYPES = MovementChange.EVENT_TYPES;

    /**
     * @param latestEvent the event that states the movement as it is now: its own, or its latest correction
     * @param id ZBE-1, where reported
     */
    record ActiveMovement(EventId latestEvent, MovementKind kind, Optional<Identifier> id, Instant occurredAt) {

        private boolean hasId(Optional<Identifier> other) {
            return id.isPresent() && other.isPresent() && id.get().isSameNumberAs(other.get());
        }
    }

    ActiveMovementList evolve(Envelope recorded) {
        if (!(recorded.event() instanceof StayEvent event)) {
            return this;
        }
        OptionalInt correctedIndex = recorded.corrects().map(this::indexOf).orElse(OptionalInt.empty());
        if (event instanceof MovementCorrected) {
            return correctedIndex.isEmpty()
                    ? this
                    : new ActiveMovementList(withCorrection(correctedIndex.getAsInt(), recorded));
        }
        PStack<ActiveMovement> remaining =
                correctedIndex.isEmpty() ? movements : movements.minus(correctedIndex.getAsInt());
        return new ActiveMovementList(MovementChange.createdKind(event)
                .map(kind -> remaining.plus(new ActiveMovement(
                        recorded.id(),
                        kind,
                        event.movement().map(Movement::id),
                        recorded.occurredAt().toInstant())))
                .orElse(remaining));
    }

    private OptionalInt indexOf(EventId latestEvent) {
        int index = 0;
        for (ActiveMovement movement : movements) {
            if (movement.latestEvent().equals(latestEvent)) {
                return OptionalInt.of(index);
            }
            index++;
        }
        return OptionalInt.empty();
    }

    private PStack<ActiveMovement> withCorrection(int index, Envelope correction) {
        ActiveMovement previous = movements.get(index);
        return movements.with(
                index,
                new ActiveMovement(
                        correction.id(),
                        previous.kind(),
                        previous.id(),
                        correction.occurredAt().toInstant()));
    }

    boolean has(MovementKind kind) {
        return latest(kind).isPresent();
    }

    Optional<ActiveMovement> latest(MovementKind kind) {
        return movements.stream().filter(movement -> movement.kind() == kind).findFirst();
    }

    /** The active movement of that kind and id; ZBE-1 alone identifies nothing. */
    Optional<ActiveMovement> find(MovementKind kind, Optional<Identifier> id) {
        return movements.stream()
                .filter(movement -> movement.kind() == kind && movement.hasId(id))
                .findFirst();
    }

    /**
     * The movement that a cancellation or a correction is about: the one of that kind and id; otherwise the latest of
     * that kind, where the id is absent on either side; without a kind, the latest with that id.
     */
    Optional<ActiveMovement> findTarget(Optional<MovementKind> kind, Optional<Identifier> id) {
        if (kind.isEmpty()) {
            return movements.stream().filter(movement -> movement.hasId(id)).findFirst();
        }
        Optional<ActiveMovement> exact = find(kind.get(), id);
        if (exact.isPresent()) {
            return exact;
        }
        return movements.stream()
                .filter(movement -> movement.kind() == kind.get()
                        && (id.isEmpty() || movement.id().isEmpty()))
                .findFirst();
    }
}
