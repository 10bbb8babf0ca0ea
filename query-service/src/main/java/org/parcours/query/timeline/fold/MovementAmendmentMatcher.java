package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/**
 * Finds the movement that a correction or cancellation is about, in this order: the event that it names
 * ({@code corrects}); the movement with its ZBE-1 and kind, even one recorded later; for a cancellation whose target was
 * known when it was recorded, the latest movement of its kind that is in effect; for one that was recorded before its
 * target, the latest movement of its kind that was reported before it.
 */
final class MovementAmendmentMatcher {

    private final List<SingleMovementFold> movements;
    private final MovementIdMatcher names;
    private final Map<EventId, SingleMovementFold> byEvent;

    /** @param byEvent the movement of each event; those of matched amendments are added */
    MovementAmendmentMatcher(
            List<SingleMovementFold> movements, MovementIdMatcher names, Map<EventId, SingleMovementFold> byEvent) {
        this.movements = movements;
        this.names = names;
        this.byEvent = byEvent;
    }

    /** Adds each amendment to its movement, and returns those that have none. */
    List<Envelope> match(List<Envelope> amendments) {
        List<Envelope> untargeted = new ArrayList<>();
        for (Envelope amendment : amendments) {
            findTarget(amendment)
                    .ifPresentOrElse(
                            movement -> {
                                movement.addAmendment(amendment);
                                byEvent.put(amendment.id(), movement);
                            },
                            () -> untargeted.add(amendment));
        }
        List<Envelope> unmatched = new ArrayList<>();
        untargeted.sort(Comparator.comparing(amendment -> amendment.reportedAt().orElse(Instant.MIN)));
        for (Envelope amendment : untargeted) {
            latestOfKind(amendment)
                    .or(() -> recordedLater(amendment))
                    .ifPresentOrElse(movement -> movement.addAmendment(amendment), () -> unmatched.add(amendment));
        }
        return unmatched;
    }

    private Optional<SingleMovementFold> findTarget(Envelope amendment) {
        Optional<SingleMovementFold> corrected = amendment.corrects().map(byEvent::get);
        if (corrected.isPresent()) {
            return corrected;
        }
        Optional<Identifier> id = SingleMovementFold.idOf(amendment);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Predicate<SingleMovementFold> sameId = movement -> names.isNamed(movement, names.name(id.get()));
        Optional<MovementKind> kind = MovementKinds.concerned((StayEvent) amendment.event());
        Optional<SingleMovementFold> exact =
                lastRecorded(sameId.and(movement -> kind.isEmpty() || movement.isKind(kind.get())));
        return amendment.event() instanceof MovementCorrected ? exact.or(() -> lastRecorded(sameId)) : exact;
    }

    private Optional<SingleMovementFold> latestOfKind(Envelope amendment) {
        boolean hadNoTarget = amendment.anomalies().stream().anyMatch(StepEventsFold::isMissingTarget);
        if (hadNoTarget || amendment.event() instanceof MovementCorrected) {
            return Optional.empty();
        }
        Optional<MovementKind> kind = MovementKinds.concerned((StayEvent) amendment.event());
        return movements.stream()
                .filter(m -> kind.filter(m::isKind).isPresent() && m.isInEffect() && m.isRecordedBefore(amendment))
                .max(StayMovements.CHRONOLOGICAL);
    }

    /**
     * For a cancellation that came before its movement: without the times of report nothing shows that the movement is
     * the one cancelled.
     */
    private Optional<SingleMovementFold> recordedLater(Envelope amendment) {
        if (amendment.event() instanceof MovementCorrected
                || amendment.reportedAt().isEmpty()) {
            return Optional.empty();
        }
        Optional<MovementKind> kind = MovementKinds.concerned((StayEvent) amendment.event());
        boolean hasId = SingleMovementFold.idOf(amendment).isPresent();
        return movements.stream()
                .filter(movement -> kind.filter(movement::isKind).isPresent()
                        && movement.isInEffect()
                        && !movement.isRecordedBefore(amendment)
                        && !(hasId && movement.id.isPresent()))
                .filter(movement -> movement.firstReport()
                        .reportedAt()
                        .filter(at -> !at.isAfter(amendment.reportedAt().get()))
                        .isPresent())
                .max(Comparator.comparing(
                        movement -> movement.firstReport().reportedAt().orElseThrow()));
    }

    private Optional<SingleMovementFold> lastRecorded(Predicate<SingleMovementFold> filter) {
        return movements.stream().filter(filter).max(Comparator.comparing(movement -> movement.firstReport()
                .position()));
    }
}
