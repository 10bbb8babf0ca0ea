package org.parcours.command.eventlog.engine;

/**
 * The result of an insert into a store. {@code insertedCount} is how many of the commits, from the first, the call
 * inserted before it stopped.
 */
public sealed interface InsertResult {

    /** All commits are inserted and survive a power cut. */
    record Inserted() implements InsertResult {}

    /** A slot is taken, or the previous commit is missing. */
    record SlotTaken(int insertedCount) implements InsertResult {}

    /**
     * The id of a commit is in the log already. That commit and those after it are not inserted, and no earlier attempt
     * of the same insert can still insert them.
     */
    record CommitIdTaken(int insertedCount) implements InsertResult {}

    /** Nothing was inserted, for certain. */
    record NotInserted(Exception cause) implements InsertResult {}

    /** The write was sent, but no reply came: it may be executed already, or may still be. */
    record Unknown(Exception cause) implements InsertResult {}
}
