package org.parcours.events;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An order's two numbers; a result may carry either.
 *
 * @param placer the number assigned by the ordering application (ORC-2, OBR-2)
 * @param filler the number assigned by the performing application (ORC-3, OBR-3)
 */
public record OrderNumbers(Optional<Identifier> placer, Optional<Identifier> filler) {

    public OrderNumbers {
        if (placer.isEmpty() && filler.isEmpty()) {
            throw new IllegalArgumentException("An order has a placer number or a filler number");
        }
    }

    List<StepKey> keys() {
        return Stream.of(
                        placer.map(id -> new StepKey("placer-order", id)),
                        filler.map(id -> new StepKey("filler-order", id)))
                .flatMap(Optional::stream)
                .toList();
    }
}
