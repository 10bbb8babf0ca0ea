package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.StayEvent;
import org.parcours.events.StayId;
import org.parcours.events.Visit;

/**
 * Unites the steps and the stays that were recorded under several ids, because their numbers arrived one by one: an
 * event that states several numbers says that they are the same thing (ADR 0037).
 */
public final class StepUnion {

    /**
     * What unites a step with others.
     *
     * @param firstPosition of its first event
     * @param otherIds as {@link #otherIds} of its events
     */
    public record StepIds(UUID step, long firstPosition, Set<UUID> otherIds) {

        public StepIds {
            otherIds = Set.copyOf(otherIds);
        }

        static StepIds of(UUID step, List<Envelope> events) {
            Set<UUID> otherIds = new LinkedHashSet<>();
            events.forEach(envelope -> otherIds.addAll(StepUnion.otherIds(envelope)));
            return new StepIds(
                    step,
                    events.stream()
                            .map(Envelope::position)
                            .min(Comparator.naturalOrder())
                            .orElse(Long.MAX_VALUE),
                    otherIds);
        }
    }

    private final Map<UUID, UUID> parents = new HashMap<>();
    private final Map<UUID, Long> firstPositions = new HashMap<>();

    private StepUnion() {}

    static StepUnion of(Map<UUID, List<Envelope>> steps) {
        return of(steps.entrySet().stream()
                .map(step -> StepIds.of(step.getKey(), step.getValue()))
                .toList());
    }

    /** @param steps one element a step; the result does not depend on their order */
    public static StepUnion of(Collection<StepIds> steps) {
        StepUnion union = new StepUnion();
        steps.forEach(step -> union.firstPositions.merge(step.step(), step.firstPosition(), Math::min));
        steps.forEach(step -> step.otherIds().forEach(other -> union.unite(step.step(), other)));
        return union;
    }

    /** The ids of the same step or stay by the further numbers that the event states. */
    public static Set<UUID> otherIds(Envelope envelope) {
        Set<UUID> ids = new LinkedHashSet<>();
        if (!envelope.annotations().otherKeys().isEmpty()) {
            envelope.stepKeys().forEach(key -> ids.add(DerivedIds.step(key).value()));
        }
        otherNumbers(envelope.event())
                .forEach(number -> ids.add(DerivedIds.stay(number).value()));
        return ids;
    }

    private static List<Identifier> otherNumbers(Event event) {
        Optional<Visit> visit =
                switch (event) {
                    case StayEvent stay -> Optional.of(stay.visit());
                    case StayReassigned reassigned -> Optional.of(reassigned.visit());
                    default -> Optional.empty();
                };
        return visit.filter(known -> !known.otherNumbers().isEmpty())
                .map(Visit::numbers)
                .orElse(List.of());
    }

    boolean isEmpty() {
        return parents.isEmpty();
    }

    /** The id under which the step or stay is shown: that of its first event. */
    public UUID id(UUID step) {
        UUID id = step;
        for (UUID parent = parents.get(id); parent != null; parent = parents.get(id)) {
            id = parent;
        }
        return id;
    }

    Map<UUID, List<Envelope>> unite(Map<UUID, List<Envelope>> steps) {
        if (isEmpty()) {
            return steps;
        }
        Map<UUID, List<Envelope>> united = new LinkedHashMap<>();
        steps.forEach((step, events) ->
                united.computeIfAbsent(id(step), _ -> new ArrayList<>()).addAll(events));
        return united;
    }

    Optional<StayId> stay(Optional<StayId> stay) {
        return stay.map(id -> new StayId(id(id.value())));
    }

    private void unite(UUID one, UUID other) {
        UUID first = id(one);
        UUID second = id(other);
        if (!first.equals(second)) {
            int order = Long.compare(position(first), position(second));
            boolean keepsFirst = order < 0 || order == 0 && first.compareTo(second) <= 0;
            parents.put(keepsFirst ? second : first, keepsFirst ? first : second);
        }
    }

    private long position(UUID step) {
        return firstPositions.getOrDefault(step, Long.MAX_VALUE);
    }
}
