package org.parcours.command.feeds.mllp;

import java.io.ByteArrayOutputStream;

/** The bytes between two frames. Blanks and control characters are not counted: some senders end a frame by CR LF. */
final class SkippedBytes {

    private static final int MAX_HEAD = 4096;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private long count;

    void add(int b) {
        if (b <= ' ' && count == 0) {
            return;
        }
        count++;
        if (head.size() < MAX_HEAD) {
            head.write(b);
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    FrameReadResult take() {
        FrameReadResult.BetweenFrames taken = new FrameReadResult.BetweenFrames(head.toByteArray(), count);
        head.reset();
        count = 0;
        return taken;
    }
}
