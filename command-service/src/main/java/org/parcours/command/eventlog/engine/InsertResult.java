package org.parcours.command.eventlog.engine;

/** What a store says about an insertion. */
public sealed interface InsertResult {

    /** All of the commits are there and survive a power cut. */
    record Inserted() implements InsertResult {}

    /**
     * A slot was taken, or the commit before is missing.
     *
     * @param insertedCount how many of the commits, from the first, this very call put in before that
     */
    record SlotTaken(int insertedCount) implements InsertResult {}

    /**
     * The id of a commit is in the log already, wherever; that commit and those behind it are not put in, and no earlier
     * try of the same insertion can still put them in.
     *
     * @param insertedCount how many of the commits, from the first, this very call put in before that
     */
    record CommitIdTaken(int insertedCount) implements InsertResult {}

    /** Certainly nothing was inserted. */
    record NotInserted(Exception cause) implements InsertResult {}

    /** The write was sent, the answer did not come: it may be in, it may still come in. */
    record Unknown(Exception cause) implements InsertResult {}
}
