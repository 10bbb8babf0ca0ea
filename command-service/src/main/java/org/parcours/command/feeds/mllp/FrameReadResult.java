package org.parcours.command.feeds.mllp;

/** What came next on a connection. */
sealed interface FrameReadResult {

    record Complete(byte[] content) implements FrameReadResult {}

    /** The stream ended, stalled or began another frame before the end block. */
    record Truncated(byte[] content) implements FrameReadResult {}

    /** @param resynchronised its end block was found, so that the next frame can be read */
    record TooLarge(byte[] head, boolean resynchronised) implements FrameReadResult {}

    /** As {@link TooLarge}, but only because of what else is in flight. */
    record OverBudget(byte[] head, boolean resynchronised) implements FrameReadResult {}

    /** HL7 without a start block. */
    record Unframed(byte[] content) implements FrameReadResult {}

    /** The sender has gone, or has been silent for too long. */
    record NoMoreFrames() implements FrameReadResult {}
}
