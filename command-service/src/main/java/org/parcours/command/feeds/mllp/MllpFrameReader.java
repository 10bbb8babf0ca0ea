package org.parcours.command.feeds.mllp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads frames from a connection: 0x0B, content, 0x1C 0x0D. A message without its end block is incomplete
 * (MllpServerTest.a_truncated_frame_goes_to_quarantine_and_records_nothing); bytes between frames are skipped.
 */
final class MllpFrameReader implements AutoCloseable {

    private static final int START_BLOCK = 0x0B;
    private static final int END_BLOCK = 0x1C;
    private static final int CARRIAGE_RETURN = 0x0D;
    private static final int END_OF_STREAM = -1;
    private static final int TIMED_OUT = -2;

    /** Bytes that are kept of a message beyond the limit: enough for its MSH, to which the acknowledgement refers. */
    private static final int MAX_HEAD = 4096;

    /**
     * In bytes. This much of a message needs no {@link LargeMessageBudget}: nearly every message is shorter, and is
     * processed however many large ones are in progress. A longer one acquires its budget in chunks of this size.
     */
    static final int BUDGET_CHUNK = 64 * 1024;

    /** How long the final 0x0D is waited for; some senders leave it out. */
    private static final Duration FINAL_BYTE_TIMEOUT = Duration.ofMillis(300);

    /** The pause that ends an unframed message. */
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

    /** @param in the input of the socket */
    MllpFrameReader(Socket socket, InputStream in, MllpProperties properties, LargeMessageBudget budget) {
        this.socket = socket;
        this.in = in;
        this.properties = properties;
        this.budget = budget;
        this.maxFrame = Math.toIntExact(properties.maxFrame().toBytes());
    }

    /** Reads the next frame, and releases the budget of the previous one, which must have been processed. */
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

    /** Whether a 0x1C is the end block: unless a byte follows that is neither its 0x0D nor the next frame's start. */
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
