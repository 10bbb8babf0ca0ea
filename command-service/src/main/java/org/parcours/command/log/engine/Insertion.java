package org.parcours.command.log.engine;

/** What a store says about an insertion. */
public sealed interface Insertion {

    /** All of the commits are there and survive a power cut. */
    record Inserted() implements Insertion {}

    /**
     * A slot or an id was taken, or a commit before is missing.
     *
     * @param inserted how many of the commits, from the first, this very call put in before that
     */
    record SlotTaken(int inserted) implements Insertion {}

    /** Certainly nothing was inserted. */
    record NotInserted(Exception cause) implements Insertion {}

    /** The write was sent, the answer did not come: it may be in, it may still come in. */
    record Unknown(Exception cause) implements Insertion {}
}
