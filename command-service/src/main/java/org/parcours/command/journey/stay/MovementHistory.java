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
record MovementHistory(PStack<Standing> standing) {

    static final MovementHistory NONE = new MovementHistory(ConsPStack.empty());

    static final Set<Class<? extends Event>> READS = MovementEvents.ALL;

    /**
     * @param id ZBE-1, where told
     * @param latest the event that said last how it was: the movement's own, or its correction
     */
    record Standing(EventId latest, MovementKind kind, Optional<Identifier> id, Instant at) {

        private boolean named(Optional<Identifier> other) {
            return id.isPresent() && other.isPresent() && id.get().isSameNumberAs(other.get());
        }
    }

    MovementHistory evolve(Envelope recorded) {
        if (!(recorded.event() instanceof StayEvent event)) {
            return this;
        }
        OptionalInt corrected = recorded.corrects().map(this::placeOf).orElse(OptionalInt.empty());
        if (event instanceof MovementCorrected) {
            return corrected.isEmpty() ? this : new MovementHistory(replaced(corrected.getAsInt(), recorded));
        }
        PStack<Standing> left = corrected.isEmpty() ? standing : standing.minus(corrected.getAsInt());
        return new MovementHistory(MovementEvents.made(event)
                .map(kind -> left.plus(new Standing(
                        recorded.id(),
                        kind,
                        event.movement().map(Movement::id),
                        recorded.occurredAt().toInstant())))
                .orElse(left));
    }

    private OptionalInt placeOf(EventId latest) {
        int place = 0;
        for (Standing movement : standing) {
            if (movement.latest().equals(latest)) {
                return OptionalInt.of(place);
            }
            place++;
        }
        return OptionalInt.empty();
    }

    private PStack<Standing> replaced(int place, Envelope correction) {
        Standing before = standing.get(place);
        return standing.with(
                place,
                new Standing(
                        correction.id(),
                        before.kind(),
                        before.id(),
                        correction.occurredAt().toInstant()));
    }

    boolean has(MovementKind kind) {
        return latest(kind).isPresent();
    }

    Optional<Standing> latest(MovementKind kind) {
        return standing.stream().filter(movement -> movement.kind() == kind).findFirst();
    }

    /** The same movement told before: ZBE-1 and kind; ZBE-1 alone identifies nothing. */
    Optional<Standing> told(MovementKind kind, Optional<Identifier> id) {
        return standing.stream()
                .filter(movement -> movement.kind() == kind && movement.named(id))
                .findFirst();
    }

    /**
     * The movement that a cancellation or a correction speaks of: of that kind and id; without an id the latest of
     * that kind; without a kind, whatever has the id.
     */
    Optional<Standing> meant(Optional<MovementKind> kind, Optional<Identifier> id) {
        if (kind.isEmpty()) {
            return standing.stream().filter(movement -> movement.named(id)).findFirst();
        }
        Optional<Standing> exact = told(kind.get(), id);
        if (exact.isPresent()) {
            return exact;
        }
        return standing.stream()
                .filter(movement -> movement.kind() == kind.get()
                        && (id.isEmpty() || movement.id().isEmpty()))
                .findFirst();
    }
}
