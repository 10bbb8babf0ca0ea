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

/** The movements of one stay that stand: recorded and neither cancelled nor replaced. Last told first. */
record MovementHistory(PStack<ActiveMovement> movements) {

    static final MovementHistory EMPTY = new MovementHistory(ConsPStack.empty());

    static final Set<Class<? extends Event>> EVENT_TYPES = MovementKindMapper.EVENT_TYPES;

    /**
     * @param id ZBE-1, where told
     * @param latestEvent the event that said last how it was: the movement's own, or its correction
     */
    record ActiveMovement(EventId latestEvent, MovementKind kind, Optional<Identifier> id, Instant occurredAt) {

        private boolean hasId(Optional<Identifier> other) {
            return id.isPresent() && other.isPresent() && id.get().isSameNumberAs(other.get());
        }
    }

    MovementHistory evolve(Envelope recorded) {
        if (!(recorded.event() instanceof StayEvent event)) {
            return this;
        }
        OptionalInt correctedIndex = recorded.corrects().map(this::indexOf).orElse(OptionalInt.empty());
        if (event instanceof MovementCorrected) {
            return correctedIndex.isEmpty()
                    ? this
                    : new MovementHistory(withCorrection(correctedIndex.getAsInt(), recorded));
        }
        PStack<ActiveMovement> remaining =
                correctedIndex.isEmpty() ? movements : movements.minus(correctedIndex.getAsInt());
        return new MovementHistory(MovementKindMapper.createdKind(event)
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

    /** The same movement told before: ZBE-1 and kind; ZBE-1 alone identifies nothing. */
    Optional<ActiveMovement> find(MovementKind kind, Optional<Identifier> id) {
        return movements.stream()
                .filter(movement -> movement.kind() == kind && movement.hasId(id))
                .findFirst();
    }

    /**
     * The movement that a cancellation or a correction speaks of: of that kind and id; without an id the latest of
     * that kind; without a kind, whatever has the id.
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
