package org.parcours.command.feeds.mllp;

/** What came next on a connection. */
sealed interface Frame {

    record Whole(byte[] content) implements Frame {}

    /** The stream ended, stalled or began another frame before the end block. */
    record Truncated(byte[] content) implements Frame {}

    /** @param resynchronised its end block was found, so that the next frame can be read */
    record TooLarge(byte[] head, boolean resynchronised) implements Frame {}

    /** As {@link TooLarge}, but only because of what else is in flight. */
    record NoRoom(byte[] head, boolean resynchronised) implements Frame {}

    /** HL7 without a start block. */
    record Unframed(byte[] content) implements Frame {}

    /** The sender has gone, or has been silent for too long. */
    record End() implements Frame {}
}
