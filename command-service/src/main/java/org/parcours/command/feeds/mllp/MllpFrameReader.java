package org.parcours.command.feeds.mllp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Takes frames off a connection: 0x0B, content, 0x1C 0x0D. A message is whole only with its end block, which
 * MllpServerTest.a_truncated_frame_is_kept_and_has_no_effect shows; what lies between frames is skipped.
 */
final class MllpFrameReader implements AutoCloseable {

    private static final int START_BLOCK = 0x0B;
    private static final int END_BLOCK = 0x1C;
    private static final int CARRIAGE_RETURN = 0x0D;
    private static final int END_OF_STREAM = -1;
    private static final int TIMED_OUT = -2;

    /** Of a message beyond the limit: enough for its MSH, to which the answer refers. */
    private static final int MAX_HEAD = 4096;

    /**
     * So much of a message needs no room in {@link LargeMessageBudget}, and nearly every message is shorter: it is taken however
     * many large ones are in flight. What is longer asks for as much again and again.
     */
    static final int BUDGET_CHUNK = 64 * 1024;

    /** Some senders leave out the last 0x0D; they are not waited for. */
    private static final Duration FINAL_BYTE_TIMEOUT = Duration.ofMillis(300);

    /** Of an unframed message: as much as comes in one go. */
    private static final Duration UNFRAMED_TIMEOUT = Duration.ofMillis(200);

    private final Socket socket;
    private final InputStream in;
    private final MllpProperties properties;
    private final LargeMessageBudget budget;
    private final int maxFrame;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int filled;
    private boolean started;
    private long acquired;

    MllpFrameReader(Socket socket, MllpProperties properties, LargeMessageBudget budget) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.properties = properties;
        this.budget = budget;
        this.maxFrame = Math.toIntExact(properties.maxFrame().toBytes());
    }

    /** Whoever asks for the next frame has done with the last one. */
    FrameReadResult readNext() throws IOException {
        close();
        if (started) {
            return readFrame();
        }
        long deadline = deadlineAfter(properties.idleTimeout());
        int lastThree = 0;
        for (long skipped = 0; skipped <= maxFrame; skipped++) {
            int b = readByte(deadline);
            if (b < 0) {
                return new FrameReadResult.NoMoreFrames();
            }
            if (b == START_BLOCK) {
                return readFrame();
            }
            lastThree = (lastThree << 8 | b) & 0xFFFFFF;
            if (lastThree == ('M' << 16 | 'S' << 8 | 'H')) {
                return readUnframed();
            }
        }
        return new FrameReadResult.NoMoreFrames();
    }

    private FrameReadResult readFrame() throws IOException {
        started = false;
        long deadline = deadlineAfter(properties.frameTimeout());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (true) {
            int b = readByte(deadline);
            if (b == END_BLOCK && isEndBlock()) {
                return new FrameReadResult.Complete(content.toByteArray());
            }
            if (b < 0 || b == START_BLOCK) {
                started = b == START_BLOCK;
                return new FrameReadResult.Truncated(content.toByteArray());
            }
            if (content.size() == maxFrame) {
                return new FrameReadResult.TooLarge(head(content), skipToEnd(deadline));
            }
            if (content.size() > 0 && content.size() % BUDGET_CHUNK == 0 && !acquire(BUDGET_CHUNK)) {
                byte[] head = head(content);
                content = new ByteArrayOutputStream(0);
                close();
                return new FrameReadResult.OverBudget(head, skipToEnd(deadline));
            }
            content.write(b);
        }
    }

    private boolean acquire(long bytes) {
        boolean granted = budget.tryAcquire(bytes);
        acquired += granted ? bytes : 0;
        return granted;
    }

    @Override
    public void close() {
        budget.release(acquired);
        acquired = 0;
    }

    private static byte[] head(ByteArrayOutputStream content) {
        return Arrays.copyOf(content.toByteArray(), Math.min(MAX_HEAD, content.size()));
    }

    /** After 0x1C: the end block, unless something follows that belongs to neither it nor a next frame. */
    private boolean isEndBlock() throws IOException {
        int b = readByte(deadlineAfter(FINAL_BYTE_TIMEOUT));
        if (b == CARRIAGE_RETURN || b < 0) {
            return true;
        }
        position--;
        return b == START_BLOCK;
    }

    private boolean skipToEnd(long deadline) throws IOException {
        for (int b = readByte(deadline); b >= 0; b = readByte(deadline)) {
            if (b == END_BLOCK && isEndBlock()) {
                return true;
            }
        }
        return false;
    }

    private FrameReadResult readUnframed() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {'M', 'S', 'H'});
        for (int b = readByte(deadlineAfter(UNFRAMED_TIMEOUT));
                b >= 0 && content.size() < maxFrame;
                b = readByte(deadlineAfter(UNFRAMED_TIMEOUT))) {
            content.write(b);
        }
        return new FrameReadResult.Unframed(content.toByteArray());
    }

    private static long deadlineAfter(Duration timeout) {
        return System.nanoTime() + timeout.toNanos();
    }

    private int readByte(long deadline) throws IOException {
        if (position == filled) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return TIMED_OUT;
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            try {
                filled = Math.max(0, in.read(buffer));
            } catch (SocketTimeoutException e) {
                filled = 0;
                position = 0;
                return TIMED_OUT;
            }
            position = 0;
            if (filled == 0) {
                return END_OF_STREAM;
            }
        }
        return buffer[position++] & 0xFF;
    }
}
