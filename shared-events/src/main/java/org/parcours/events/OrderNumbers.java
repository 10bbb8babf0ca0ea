package org.parcours.events;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An order's two numbers; a result may carry either.
 *
 * @param placer the number assigned by the ordering application (ORC-2, OBR-2)
 * @param filler the number assigned by the performing application (ORC-3, OBR-3)
 * @param accession the number of the imaging or laboratory accession (IPC-1, OBR-18 where agreed)
 * @param parentResult the result that an antibiogram belongs to (OBR-26, OBR-29): two antibiograms of one order are two
 *     reports
 */
public record OrderNumbers(
        Optional<Identifier> placer,
        Optional<Identifier> filler,
        Optional<Identifier> accession,
        Optional<String> parentResult) {

    public OrderNumbers(Optional<Identifier> placer, Optional<Identifier> filler) {
        this(placer, filler, Optional.empty(), Optional.empty());
    }

    public OrderNumbers {
        if (placer.isEmpty() && filler.isEmpty() && accession.isEmpty()) {
            throw new IllegalArgumentException("An order has a placer number, a filler number or an accession number");
        }
    }

    /**
     * Whether both may number one report: the same parent result, and no filler numbers that differ. A report may be
     * sent without its filler number, and the parent result without its order (OBR-29).
     */
    public boolean mayBeSameReport(OrderNumbers other) {
        boolean differs = filler.isPresent()
                && other.filler().isPresent()
                && !filler.get().isSameNumberAs(other.filler().get());
        return hasSameParent(other) && !differs;
    }

    public boolean hasSameParent(OrderNumbers other) {
        return parentResult.equals(other.parentResult())
                || parentResult.isPresent()
                        && other.parentResult().isPresent()
                        && (parentResult.get().startsWith(other.parentResult().get() + " ")
                                || other.parentResult().get().startsWith(parentResult.get() + " "));
    }

    List<StepKey> keys() {
        return Stream.of(
                        placer.map(id -> new StepKey("placer-order", id)),
                        filler.map(id -> new StepKey("filler-order", id)),
                        accession.map(id -> new StepKey("accession", id)))
                .flatMap(Optional::stream)
                .toList();
    }
}
