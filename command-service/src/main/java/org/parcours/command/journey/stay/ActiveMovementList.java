package org.parcours.command.journey.stay;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.MovementKind;
import org.parcours.events.MovementReference;
import org.parcours.events.StayEvent;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/** The active movements of one stay, the last recorded first: neither cancelled nor replaced. */
record ActiveMovementList(PStack<ActiveMovement> movements) {

    static final ActiveMovementList EMPTY = new ActiveMovementList(ConsPStack.empty());

    /**
     * @param latestEvent the event that states the movement as it is now: its own, or its latest correction
     * @param id ZBE-1, where reported
     */
    record ActiveMovement(EventId latestEvent, MovementKind kind, Optional<Identifier> id, Instant occurredAt) {

        private boolean hasId(Optional<Identifier> other) {
            return id.isPresent() && other.isPresent() && id.get().isSameNumberAs(other.get());
        }

        private ActiveMovement correctedBy(Envelope correction) {
            return new ActiveMovement(
                    correction.id(), kind, id, correction.occurredAt().toInstant());
        }
    }

    ActiveMovementList evolve(Envelope recorded) {
        if (!(recorded.event() instanceof StayEvent event)) {
            return this;
        }
        int corrected = recorded.corrects()
                .map(movements.stream().map(ActiveMovement::latestEvent).toList()::indexOf)
                .orElse(-1);
        PStack<ActiveMovement> others = corrected < 0 ? movements : movements.minus(corrected);
        return switch (MovementChange.of(event)) {
            case MovementChange.Creation(MovementKind kind) ->
                new ActiveMovementList(others.plus(new ActiveMovement(
                        recorded.id(),
                        kind,
                        event.movement().map(MovementReference::id),
                        recorded.occurredAt().toInstant())));
            case MovementChange.LocationReport _ -> this;
            case MovementChange.Cancellation _ -> new ActiveMovementList(others);
            case MovementChange.Correction _ when corrected < 0 -> this;
            case MovementChange.Correction _ ->
                new ActiveMovementList(
                        movements.with(corrected, movements.get(corrected).correctedBy(recorded)));
        };
    }

    boolean has(MovementKind kind) {
        return latest(kind).isPresent();
    }

    Optional<ActiveMovement> latest(MovementKind kind) {
        return first(movement -> movement.kind() == kind);
    }

    /** The active movement of that kind and id; ZBE-1 alone identifies nothing. */
    Optional<ActiveMovement> find(MovementKind kind, Optional<Identifier> id) {
        return first(movement -> movement.kind() == kind && movement.hasId(id));
    }

    /**
     * The movement that a cancellation or a correction is about: the one of that kind and id; otherwise the latest of
     * that kind, where the id is absent on either side; without a kind, the latest with that id.
     */
    Optional<ActiveMovement> findTarget(Optional<MovementKind> kind, Optional<Identifier> id) {
        if (kind.isEmpty()) {
            return first(movement -> movement.hasId(id));
        }
        return find(kind.get(), id)
                .or(() -> first(movement -> movement.kind() == kind.get()
                        && (id.isEmpty() || movement.id().isEmpty())));
    }

    private Optional<ActiveMovement> first(Predicate<ActiveMovement> condition) {
        return movements.stream().filter(condition).findFirst();
    }
}
