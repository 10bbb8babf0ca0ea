package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.Identifier;
import org.parcours.events.MovementKind;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.MovementCorrected;

/**
 * What is known of a stay's movements at a time.
 *
 * @param movements in chronological order
 * @param unmatched corrections and cancellations of movements that are not known
 * @param locationReports those that are no movements
 * @param reassignments by which the stay came to its patient, or left another
 */
record StayMovements(
        List<SingleMovementFold> movements,
        List<Envelope> unmatched,
        LocationReportList locationReports,
        List<Envelope> reassignments,
        MovementIdMatcher names) {

    /** A date without a time of day: an admission begins that day, a discharge ends it. */
    static final Comparator<SingleMovementFold> CHRONOLOGICAL = Comparator.comparing(SingleMovementFold::orderingTime)
            .thenComparing(m -> m.isKind(MovementKind.ADMISSION) ? 0 : m.isKind(MovementKind.DISCHARGE) ? 2 : 1)
            .thenComparing(m -> m.firstReport().position());

    private record MovementKey(MovementKind kind, String id) {}

    static StayMovements of(List<Envelope> events, ValidTimeCutoff cutoff) {
        List<Envelope> inLogOrder =
                events.stream().sorted(Comparator.comparing(Envelope::position)).toList();
        MovementIdMatcher names = MovementIdMatcher.of(inLogOrder);
        Map<MovementKey, SingleMovementFold> byKey = new LinkedHashMap<>();
        Map<EventId, SingleMovementFold> byEvent = new HashMap<>();
        List<Envelope> amendments = new ArrayList<>();
        List<Envelope> reassignments = new ArrayList<>();
        for (Envelope envelope : inLogOrder) {
            if (!(envelope.event() instanceof StayEvent event)) {
                reassignments.add(envelope);
            } else if (!(event instanceof StayEvent.LocationReported)) {
                MovementKinds.reported(event)
                        .ifPresentOrElse(
                                kind -> addReport(envelope, kind, names, byKey, byEvent),
                                () -> amendments.add(envelope));
            }
        }
        List<SingleMovementFold> movements = new ArrayList<>(byKey.values());
        movements.forEach(movement -> movement.recompute(ValidTimeCutoff.NONE));
        List<Envelope> unmatched = new MovementAmendmentMatcher(movements, names, byEvent).match(amendments);
        movements.forEach(movement -> movement.recompute(cutoff));
        movements.removeIf(movement -> !movement.isIncludedBy(cutoff));
        unmatched.removeIf(envelope -> !cutoff.includes(envelope));
        placeDatesWithoutTime(movements);
        movements.sort(CHRONOLOGICAL);
        return new StayMovements(movements, unmatched, LocationReportList.of(inLogOrder, cutoff), reassignments, names);
    }

    private static void addReport(
            Envelope envelope,
            MovementKind kind,
            MovementIdMatcher names,
            Map<MovementKey, SingleMovementFold> byKey,
            Map<EventId, SingleMovementFold> byEvent) {
        Optional<Identifier> id = SingleMovementFold.idOf(envelope);
        // A stay has one expected admission and one expected discharge: reported again, it is moved.
        boolean isOnlyOne = id.isEmpty() && MovementKinds.isPlan(kind);
        MovementKey key = new MovementKey(
                kind,
                id.map(names::name)
                        .orElseGet(() -> isOnlyOne ? "" : envelope.id().toString()));
        Optional<SingleMovementFold> known = Optional.ofNullable(byKey.get(key))
                .or(() -> envelope.corrects().map(byEvent::get).filter(plan -> isOnlyOne && plan.isKind(kind)));
        known.ifPresent(movement -> movement.addReport(envelope));
        byEvent.put(envelope.id(), known.orElseGet(() -> {
            SingleMovementFold movement = new SingleMovementFold(kind, id, envelope);
            byKey.put(key, movement);
            return movement;
        }));
    }

    /** A transfer whose time of day is unknown follows the admission of that day. */
    private static void placeDatesWithoutTime(List<SingleMovementFold> movements) {
        List<SingleMovementFold> admissions = movements.stream()
                .filter(movement -> movement.isKind(MovementKind.ADMISSION) && movement.isInEffect())
                .toList();
        movements.forEach(movement -> admissions.forEach(movement::placeAfter));
    }

    boolean showNothing() {
        return movements.isEmpty()
                && unmatched.isEmpty()
                && locationReports.presence().isEmpty();
    }

    /** Cancellations of an unknown stay show no stay. */
    boolean areOfUnknownStay() {
        return movements.isEmpty()
                && locationReports.presence().isEmpty()
                && unmatched.stream().noneMatch(envelope -> envelope.event() instanceof MovementCorrected);
    }

    /** The first one of the kind that is in effect. */
    Optional<SingleMovementFold> first(MovementKind kind) {
        return firstOf(m -> m.isKind(kind) && m.isInEffect());
    }

    /** The last one of the kind that is in effect. */
    Optional<SingleMovementFold> last(MovementKind kind) {
        return lastOf(m -> m.isKind(kind) && m.isInEffect());
    }

    Optional<SingleMovementFold> firstOf(Predicate<SingleMovementFold> filter) {
        return movements.stream().filter(filter).findFirst();
    }

    Optional<SingleMovementFold> firstInEffectOrFirst() {
        return firstOf(SingleMovementFold::isInEffect).or(() -> firstOf(_ -> true));
    }

    /** Of a stay without movements. */
    Envelope firstAmendmentOrReport() {
        return Stream.concat(unmatched.stream(), locationReports.presence().stream())
                .findFirst()
                .orElseThrow();
    }

    private Optional<SingleMovementFold> lastOf(Predicate<SingleMovementFold> filter) {
        return movements.reversed().stream().filter(filter).findFirst();
    }

    boolean any(Predicate<SingleMovementFold> filter) {
        return movements.stream().anyMatch(filter);
    }

    /** The latest value among the movements of the stay; before it starts, that of its pre-admission. */
    Optional<String> latestDetail(String key, Predicate<SingleMovementFold> filter) {
        return lastOf(m -> m.isInEffect()
                        && !m.isPlan()
                        && filter.test(m)
                        && m.detail(key).isPresent())
                .or(() -> lastOf(m -> m.isInEffect() && m.detail(key).isPresent()))
                .or(() -> lastOf(m -> m.detail(key).isPresent()))
                .flatMap(m -> m.detail(key));
    }
}
