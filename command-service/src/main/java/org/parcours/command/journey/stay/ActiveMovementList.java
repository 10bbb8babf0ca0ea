package org.parcours.command.journey.stay;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.MovementKind;
import org.parcours.events.MovementReference;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayEvent;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/**
 * The active movements of one stay, the last recorded first: neither cancelled nor replaced.
 *
 * @param cancellations those that may still concern a movement that is recorded later
 */
record ActiveMovementList(PStack<ActiveMovement> movements, PStack<Cancellation> cancellations) {

    static final ActiveMovementList EMPTY = new ActiveMovementList(ConsPStack.empty(), ConsPStack.empty());

    /**
     * @param latestEvent the event that states the movement as it is now: its own, or its latest correction
     * @param id ZBE-1, where reported
     */
    record ActiveMovement(
            EventId latestEvent,
            MovementKind kind,
            Optional<Identifier> id,
            PartialDateTime occurredAt,
            Optional<Instant> reportedAt) {

        private boolean hasId(Optional<Identifier> other) {
            return isSame(id, other);
        }

        private ActiveMovement correctedBy(Envelope correction) {
            return new ActiveMovement(correction.id(), kind, id, correction.occurrence(), reportedAt);
        }
    }

    /** @param waiting it has cancelled no movement yet */
    record Cancellation(MovementKind kind, Optional<Identifier> id, Optional<Instant> reportedAt, boolean waiting) {

        /**
         * Whether it cancels a movement that is recorded after it. The movement is a new one where it was reported later
         * than the cancellation.
         */
        private boolean concerns(MovementKind otherKind, Optional<Identifier> otherId, Optional<Instant> otherReport) {
            if (kind != otherKind || ReportTime.isAfter(otherReport, reportedAt)) {
                return false;
            }
            boolean timesKnown = otherReport.isPresent() && reportedAt.isPresent();
            return isSame(id, otherId)
                    ? waiting || timesKnown
                    : waiting && timesKnown && (id.isEmpty() || otherId.isEmpty());
        }

        private Cancellation settled() {
            return new Cancellation(kind, id, reportedAt, false);
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
        Optional<Identifier> id = event.movement().map(MovementReference::id);
        return switch (MovementChange.of(event)) {
            case MovementChange.Creation(MovementKind kind) -> {
                Optional<Cancellation> cancellation = findCancellation(kind, id, recorded.reportedAt());
                yield cancellation.isPresent()
                        ? new ActiveMovementList(movements, settled(cancellation.get()))
                        : new ActiveMovementList(
                                others.plus(new ActiveMovement(
                                        recorded.id(), kind, id, recorded.occurrence(), recorded.reportedAt())),
                                cancellations);
            }
            case MovementChange.LocationReport _ -> this;
            case MovementChange.Cancellation(MovementKind kind) ->
                new ActiveMovementList(
                        others, cancellations.plus(new Cancellation(kind, id, recorded.reportedAt(), corrected < 0)));
            case MovementChange.Correction _ when corrected < 0 -> this;
            case MovementChange.Correction _ ->
                new ActiveMovementList(
                        movements.with(corrected, movements.get(corrected).correctedBy(recorded)), cancellations);
        };
    }

    boolean has(MovementKind kind) {
        return latest(kind).isPresent();
    }

    Optional<ActiveMovement> latest(MovementKind kind) {
        return first(movement -> movement.kind() == kind);
    }

    /** The first of that kind by the time when it happened. */
    Optional<ActiveMovement> earliest(MovementKind kind) {
        return movements.stream()
                .filter(movement -> movement.kind() == kind)
                .min(Comparator.comparing(ActiveMovement::occurredAt));
    }

    /** The active movement of that kind and id; ZBE-1 alone identifies nothing. */
    Optional<ActiveMovement> find(MovementKind kind, Optional<Identifier> id) {
        return first(movement -> movement.kind() == kind && movement.hasId(id));
    }

    /** The plan of that kind: a stay has one expected admission and one expected discharge. */
    Optional<ActiveMovement> findPlan(MovementKind kind, Optional<Identifier> id) {
        boolean isPlan = kind == MovementKind.PRE_ADMISSION || kind == MovementKind.DISCHARGE_PLAN;
        return first(movement -> isPlan && id.isEmpty() && movement.kind() == kind);
    }

    /** The recorded cancellation that cancels a movement which is only reported now. */
    Optional<Cancellation> findCancellation(MovementKind kind, Optional<Identifier> id, Optional<Instant> reportedAt) {
        return cancellations.stream()
                .filter(cancellation -> cancellation.concerns(kind, id, reportedAt))
                .findFirst();
    }

    /**
     * The movement that a cancellation is about: the one of that kind and id; otherwise the latest of that kind, where
     * the id is absent on either side. A movement that was reported later is a new one.
     */
    Optional<ActiveMovement> findCancelled(MovementKind kind, Optional<Identifier> id, Optional<Instant> reportedAt) {
        List<ActiveMovement> candidates = movements.stream()
                .filter(movement -> movement.kind() == kind && !ReportTime.isAfter(movement.reportedAt(), reportedAt))
                .sorted(Comparator.comparing(
                        movement -> movement.reportedAt().orElse(Instant.MAX), Comparator.reverseOrder()))
                .toList();
        return target(candidates, id);
    }

    /**
     * The movement that a correction is about: the one of that kind and id; otherwise the latest of that kind, where the
     * id is absent on either side; without a kind, the latest with that id.
     */
    Optional<ActiveMovement> findTarget(Optional<MovementKind> kind, Optional<Identifier> id) {
        if (kind.isEmpty()) {
            return first(movement -> movement.hasId(id));
        }
        return target(
                movements.stream()
                        .filter(movement -> movement.kind() == kind.get())
                        .toList(),
                id);
    }

    private PStack<Cancellation> settled(Cancellation cancellation) {
        return cancellations.with(cancellations.indexOf(cancellation), cancellation.settled());
    }

    private static Optional<ActiveMovement> target(List<ActiveMovement> candidates, Optional<Identifier> id) {
        return candidates.stream()
                .filter(movement -> movement.hasId(id))
                .findFirst()
                .or(() -> candidates.stream()
                        .filter(movement -> id.isEmpty() || movement.id().isEmpty())
                        .findFirst());
    }

    private Optional<ActiveMovement> first(Predicate<ActiveMovement> condition) {
        return movements.stream().filter(condition).findFirst();
    }

    private static boolean isSame(Optional<Identifier> id, Optional<Identifier> other) {
        return id.isPresent() && other.isPresent() && id.get().isSameNumberAs(other.get());
    }
}
