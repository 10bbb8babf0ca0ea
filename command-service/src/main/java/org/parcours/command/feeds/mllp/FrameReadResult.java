package org.parcours.command.feeds.mllp;

/** The result of reading the next frame of a connection. */
sealed interface FrameReadResult {

    record Complete(byte[] content) implements FrameReadResult {}

    /**
     * Bytes that belong to no frame, on a connection that has frames: perhaps the rest of one that ended too early.
     *
     * @param head the first of them
     */
    record BetweenFrames(byte[] head, long count) implements FrameReadResult {}

    /** The stream ended, stalled or began another frame before the end block. */
    record Truncated(byte[] content) implements FrameReadResult {}

    /** @param resynchronised whether the end block was found, so that the next frame can be read */
    record TooLarge(byte[] head, boolean resynchronised) implements FrameReadResult {}

    /** As {@link TooLarge}, but only because of other large messages in progress. */
    record OverBudget(byte[] head, boolean resynchronised) implements FrameReadResult {}

    /** HL7 v2 without a start block. */
    record Unframed(byte[] content) implements FrameReadResult {}

    /** The sender closed the connection, or sent nothing within the idle timeout. */
    record NoMoreFrames() implements FrameReadResult {}
}
