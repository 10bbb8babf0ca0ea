package org.parcours.query.timeline.fold;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.StayEvent;

/**
 * Names the movements of a stay by their ids. A movement without an id of its own is named by its stay's number, of which
 * there may be several.
 *
 * @param stayNumbers all numbers of the stay
 */
record MovementIdMatcher(Set<Identifier> stayNumbers) {

    static MovementIdMatcher of(List<Envelope> events) {
        Set<Identifier> numbers = new LinkedHashSet<>();
        events.forEach(envelope -> {
            if (envelope.event() instanceof StayEvent event) {
                numbers.addAll(event.visit().numbers());
            }
        });
        return new MovementIdMatcher(numbers);
    }

    String name(Identifier id) {
        return stayNumberIn(id)
                .filter(_ -> stayNumbers.size() > 1)
                .map(number -> id.value().substring(number.value().length()))
                .orElseGet(() -> id.system() + '|' + id.value());
    }

    /** A state of the stay (FHIR Encounter) has one admission and one discharge, whose ids are made of its number. */
    boolean isNamedByStay(SingleMovementFold movement) {
        return movement.id.flatMap(this::stayNumberIn).isPresent();
    }

    boolean isSame(SingleMovementFold one, SingleMovementFold other) {
        return one.id.map(this::name).filter(name -> isNamed(other, name)).isPresent();
    }

    boolean isNamed(SingleMovementFold movement, String name) {
        return movement.id.map(this::name).filter(name::equals).isPresent();
    }

    private Optional<Identifier> stayNumberIn(Identifier id) {
        return stayNumbers.stream()
                .filter(number ->
                        id.system().equals(number.system()) && id.value().startsWith(number.value() + '#'))
                .findFirst();
    }
}
