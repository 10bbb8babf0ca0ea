package org.parcours.command.journey.decision;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.message.Fact;
import org.parcours.events.DerivedIds;
import org.parcours.events.Envelope;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.StayEvent;
import org.parcours.events.StayId;
import org.parcours.events.Visit;

/**
 * By what the stay of a fact is known: a FHIR Encounter has its identifiers and its id.
 *
 * @param numbers of the fact, then those that recorded events state of the same stay
 * @param ids those of the numbers, and of the stay without a number
 * @param recorded the id under which the stay was first recorded
 */
record StayNumbers(List<Identifier> numbers, Set<StayId> ids, Optional<StayId> recorded) {

    /** The system of a stay without a visit number: one stay per patient. */
    private static final String UNNUMBERED_STAY_SYSTEM = "urn:parcours:stay-without-number";

    StayNumbers {
        numbers = List.copyOf(numbers);
    }

    static StayNumbers of(Fact fact) {
        List<Identifier> numbers = visitOf(fact).map(Visit::numbers).orElse(List.of());
        Set<StayId> ids = new LinkedHashSet<>();
        numbers.forEach(number -> ids.add(DerivedIds.stay(number)));
        if (numbers.isEmpty()
                && fact.event() instanceof StayEvent
                && !fact.patient().isUnstated()) {
            Identifier patient = fact.patient().identifiers().getFirst();
            ids.add(DerivedIds.stay(
                    Identifier.of(UNNUMBERED_STAY_SYSTEM, DerivedIds.hash(patient.system(), patient.value()))));
        }
        return new StayNumbers(numbers, ids, Optional.empty());
    }

    /** The id of the stay's events: that of its first event; else of the first number. */
    Optional<StayId> stay() {
        return recorded.or(() -> ids.stream().findFirst());
    }

    boolean includes(Envelope envelope) {
        return envelope.stay().filter(ids::contains).isPresent()
                || !numbers.isEmpty() && !Collections.disjoint(otherNumbers(envelope.event()), numbers);
    }

    /** With the numbers that the event of the same stay states. */
    StayNumbers plus(Envelope envelope) {
        List<Identifier> others = otherNumbers(envelope.event());
        boolean known = recorded.isPresent()
                && numbers.containsAll(others)
                && envelope.stay().filter(ids::contains).isPresent();
        if (known) {
            return this;
        }
        Set<Identifier> all = new LinkedHashSet<>(numbers);
        all.addAll(others);
        Set<StayId> allIds = new LinkedHashSet<>(ids);
        others.forEach(number -> allIds.add(DerivedIds.stay(number)));
        envelope.stay().ifPresent(allIds::add);
        return new StayNumbers(List.copyOf(all), allIds, recorded.or(envelope::stay));
    }

    /** Whether a movement's id belongs to the stay under one of its numbers, and the rest is the same. */
    boolean isSameMovement(Identifier one, Identifier other) {
        return one.isSameNumberAs(other)
                || movementName(one)
                        .flatMap(name -> movementName(other).filter(name::equals))
                        .isPresent();
    }

    /** Whether both movements are parts of the stay's own Encounter: one version of it states all of them. */
    boolean areOfOneEncounter(Identifier one, Identifier other) {
        return movementName(one).isPresent() && movementName(other).isPresent();
    }

    /** What follows the stay's number in the id of a movement that has no id of its own: {@code 4711#admission}. */
    Optional<String> movementName(Identifier movement) {
        return numbers.stream()
                .filter(number -> movement.system().equals(number.system())
                        && movement.value().startsWith(number.value() + "#"))
                .map(number -> movement.value().substring(number.value().length()))
                .findFirst();
    }

    /** The numbers of the fact that no event of this history states. */
    static boolean addsNumber(Fact fact, List<Envelope> history) {
        Set<Identifier> known = new HashSet<>();
        history.forEach(recorded -> visitOf(recorded.event()).ifPresent(visit -> known.addAll(visit.numbers())));
        return !known.isEmpty()
                && !known.containsAll(visitOf(fact).map(Visit::numbers).orElse(List.of()));
    }

    /** Only where there are several: one number gives the id of the stay itself. */
    private static List<Identifier> otherNumbers(Event event) {
        return visitOf(event)
                .filter(visit -> !visit.otherNumbers().isEmpty())
                .map(Visit::numbers)
                .orElse(List.of());
    }

    static Optional<Visit> visitOf(Fact fact) {
        return visitOf(fact.event()).or(fact::visit);
    }

    private static Optional<Visit> visitOf(Event event) {
        return switch (event) {
            case StayEvent stay -> Optional.of(stay.visit());
            case StayReassigned reassigned -> Optional.of(reassigned.visit());
            default -> Optional.empty();
        };
    }
}
