package org.parcours.command.feeds.mllp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/**
 * Reads frames from a connection: 0x0B, content, 0x1C 0x0D. A message without its end block is incomplete
 * (MllpServerTest.a_truncated_frame_goes_to_quarantine_and_records_nothing), and ends the connection: what follows it
 * may be its rest. Texts may contain the framing characters: within a frame, 0x0B begins another only before a header,
 * and 0x1C ends it only before 0x0D, 0x0B or silence.
 */
final class MllpFrameReader implements AutoCloseable {

    private static final int START_BLOCK = 0x0B;
    private static final int END_BLOCK = 0x1C;
    private static final int CARRIAGE_RETURN = 0x0D;
    private static final int LINE_FEED = 0x0A;

    private static final int HEADER_NAME_LENGTH = 3;
    private static final Set<String> HEADER_NAMES = Set.of("MSH", "FHS", "BHS");

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

    private final SocketInput in;
    private final MllpProperties properties;
    private final LargeMessageBudget budget;
    private final int maxFrame;
    private final SkippedBytes skipped = new SkippedBytes();
    /** The next frame's start block has been read. */
    private boolean started;

    private boolean framesFound;
    private boolean truncated;
    private long acquired;

    /** @param input the input of the socket */
    MllpFrameReader(Socket socket, InputStream input, MllpProperties properties, LargeMessageBudget budget) {
        this.in = new SocketInput(socket, input);
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
        if (truncated) {
            return new FrameReadResult.NoMoreFrames();
        }
        long deadline = SocketInput.deadlineAfter(properties.idleTimeout());
        int lastThree = 0;
        for (long count = 0; count <= maxFrame; count++) {
            int b = in.read(deadline);
            if (b < 0) {
                break;
            }
            if (b == START_BLOCK) {
                started = true;
                return skipped.isEmpty() ? readFrame() : skipped.take();
            }
            skipped.add(b);
            lastThree = (lastThree << 8 | b) & 0xFFFFFF;
            if (lastThree == ('M' << 16 | 'S' << 8 | 'H')) {
                return readUnframed();
            }
        }
        // A connection without any frame is no sender's: a port scan, a health check.
        return skipped.isEmpty() || !framesFound ? new FrameReadResult.NoMoreFrames() : skipped.take();
    }

    private FrameReadResult readFrame() throws IOException {
        started = false;
        framesFound = true;
        long deadline = SocketInput.deadlineAfter(properties.frameTimeout());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (true) {
            int b = in.read(deadline);
            if (b == END_BLOCK && isEndBlock()) {
                return new FrameReadResult.Complete(content.toByteArray());
            }
            if (b < 0 || b == START_BLOCK && isBeforeHeader(deadline)) {
                started = b == START_BLOCK;
                truncated = true;
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

    /** Whether MSH, FHS or BHS comes next. */
    private boolean isBeforeHeader(long deadline) throws IOException {
        return HEADER_NAMES.contains(in.peek(HEADER_NAME_LENGTH, deadline));
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

    /**
     * Whether a 0x1C is the end block: unless a byte follows that is neither its 0x0D nor the next frame's start. Some senders
     * write 0x0A in place of 0x0D.
     */
    private boolean isEndBlock() throws IOException {
        long deadline = SocketInput.deadlineAfter(FINAL_BYTE_TIMEOUT);
        int b = in.read(deadline);
        if (b == CARRIAGE_RETURN || b < 0) {
            return true;
        }
        in.unread();
        String next = b == LINE_FEED ? in.peek(2, deadline) : "";
        return b == START_BLOCK || b == LINE_FEED && (next.length() == 1 || next.charAt(1) == START_BLOCK);
    }

    private boolean skipToEnd(long deadline) throws IOException {
        for (int b = in.read(deadline); b >= 0; b = in.read(deadline)) {
            if (b == END_BLOCK && isEndBlock()) {
                return true;
            }
        }
        return false;
    }

    private FrameReadResult readUnframed() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {'M', 'S', 'H'});
        for (int b = in.read(SocketInput.deadlineAfter(UNFRAMED_TIMEOUT));
                b >= 0 && content.size() < maxFrame;
                b = in.read(SocketInput.deadlineAfter(UNFRAMED_TIMEOUT))) {
            content.write(b);
        }
        return new FrameReadResult.Unframed(content.toByteArray());
    }
}
