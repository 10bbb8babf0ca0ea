package org.parcours.command.journey.stay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/** The movements of one stay that stand: recorded and neither cancelled nor replaced. Oldest told first. */
record StayMovements(List<Standing> standing) {

    static final StayMovements NONE = new StayMovements(List.of());

    static final Set<Class<? extends Event>> READS = Movements.ALL;

    /**
     * @param id ZBE-1, where told
     * @param latest the event that said last how it was: the movement's own, or its correction
     */
    record Standing(EventId latest, MovementKind kind, Optional<Identifier> id, Instant at) {

        private boolean named(Optional<Identifier> other) {
            return id.isPresent() && other.isPresent() && id.get().names(other.get());
        }
    }

    StayMovements {
        standing = List.copyOf(standing);
    }

    StayMovements evolve(Envelope recorded) {
        if (!(recorded.event() instanceof StayEvent event)) {
            return this;
        }
        List<Standing> next = new ArrayList<>(standing);
        Optional<Identifier> id = event.movement().map(movement -> movement.id());
        if (event instanceof MovementCorrected) {
            recorded.corrects()
                    .ifPresent(corrected ->
                            next.replaceAll(movement -> movement.latest().equals(corrected)
                                    ? new Standing(
                                            recorded.id(),
                                            movement.kind(),
                                            movement.id(),
                                            recorded.occurredAt().toInstant())
                                    : movement));
            return new StayMovements(next);
        }
        recorded.corrects()
                .ifPresent(
                        corrected -> next.removeIf(movement -> movement.latest().equals(corrected)));
        Movements.made(event)
                .ifPresent(kind -> next.add(new Standing(
                        recorded.id(), kind, id, recorded.occurredAt().toInstant())));
        return new StayMovements(next);
    }

    boolean has(MovementKind kind) {
        return latest(kind).isPresent();
    }

    Optional<Standing> latest(MovementKind kind) {
        return standing.reversed().stream()
                .filter(movement -> movement.kind() == kind)
                .findFirst();
    }

    /** The same movement told before: ZBE-1 and kind; ZBE-1 alone identifies nothing. */
    Optional<Standing> told(MovementKind kind, Optional<Identifier> id) {
        return standing.reversed().stream()
                .filter(movement -> movement.kind() == kind && movement.named(id))
                .findFirst();
    }

    /**
     * The movement that a cancellation or a correction speaks of: of that kind and id; without an id the latest of
     * that kind; without a kind, whatever has the id.
     */
    Optional<Standing> meant(Optional<MovementKind> kind, Optional<Identifier> id) {
        if (kind.isEmpty()) {
            return standing.reversed().stream()
                    .filter(movement -> movement.named(id))
                    .findFirst();
        }
        Optional<Standing> exact = told(kind.get(), id);
        if (exact.isPresent()) {
            return exact;
        }
        return standing.reversed().stream()
                .filter(movement -> movement.kind() == kind.get()
                        && (id.isEmpty() || movement.id().isEmpty()))
                .findFirst();
    }
}
