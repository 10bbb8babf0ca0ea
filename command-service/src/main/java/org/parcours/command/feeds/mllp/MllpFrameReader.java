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

    private static final int START = 0x0B;
    private static final int END = 0x1C;
    private static final int RETURN = 0x0D;
    private static final int GONE = -1;
    private static final int SILENT = -2;

    /** Of a message beyond the limit: enough for its MSH, to which the answer refers. */
    private static final int HEAD = 4096;

    /**
     * So much of a message needs no room in {@link LargeMessageBudget}, and nearly every message is shorter: it is taken however
     * many large ones are in flight. What is longer asks for as much again and again.
     */
    static final int PIECE = 64 * 1024;

    /** Some senders leave out the last 0x0D; they are not waited for. */
    private static final Duration AFTER_END = Duration.ofMillis(300);

    /** Of an unframed message: as much as comes in one go. */
    private static final Duration BETWEEN_PACKETS = Duration.ofMillis(200);

    private final Socket socket;
    private final InputStream in;
    private final MllpProperties limits;
    private final LargeMessageBudget inFlight;
    private final int maxFrame;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int filled;
    private boolean started;
    private long held;

    MllpFrameReader(Socket socket, MllpProperties limits, LargeMessageBudget inFlight) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.limits = limits;
        this.inFlight = inFlight;
        this.maxFrame = Math.toIntExact(limits.maxFrame().toBytes());
    }

    /** Whoever asks for the next frame has done with the last one. */
    Frame next() throws IOException {
        close();
        if (started) {
            return frame();
        }
        long deadline = in(limits.idleTimeout());
        int lastThree = 0;
        for (long skipped = 0; skipped <= maxFrame; skipped++) {
            int b = read(deadline);
            if (b < 0) {
                return new Frame.End();
            }
            if (b == START) {
                return frame();
            }
            lastThree = (lastThree << 8 | b) & 0xFFFFFF;
            if (lastThree == ('M' << 16 | 'S' << 8 | 'H')) {
                return unframed();
            }
        }
        return new Frame.End();
    }

    private Frame frame() throws IOException {
        started = false;
        long deadline = in(limits.frameTimeout());
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (true) {
            int b = read(deadline);
            if (b == END && ended()) {
                return new Frame.Whole(content.toByteArray());
            }
            if (b < 0 || b == START) {
                started = b == START;
                return new Frame.Truncated(content.toByteArray());
            }
            if (content.size() == maxFrame) {
                return new Frame.TooLarge(head(content), skipToEnd(deadline));
            }
            if (content.size() > 0 && content.size() % PIECE == 0 && !holds(PIECE)) {
                byte[] head = head(content);
                content = new ByteArrayOutputStream(0);
                close();
                return new Frame.NoRoom(head, skipToEnd(deadline));
            }
            content.write(b);
        }
    }

    private boolean holds(long more) {
        boolean there = inFlight.take(more);
        held += there ? more : 0;
        return there;
    }

    @Override
    public void close() {
        inFlight.giveBack(held);
        held = 0;
    }

    private static byte[] head(ByteArrayOutputStream content) {
        return Arrays.copyOf(content.toByteArray(), Math.min(HEAD, content.size()));
    }

    /** After 0x1C: the end block, unless something follows that belongs to neither it nor a next frame. */
    private boolean ended() throws IOException {
        int b = read(in(AFTER_END));
        if (b == RETURN || b < 0) {
            return true;
        }
        position--;
        return b == START;
    }

    private boolean skipToEnd(long deadline) throws IOException {
        for (int b = read(deadline); b >= 0; b = read(deadline)) {
            if (b == END && ended()) {
                return true;
            }
        }
        return false;
    }

    private Frame unframed() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {'M', 'S', 'H'});
        for (int b = read(in(BETWEEN_PACKETS)); b >= 0 && content.size() < maxFrame; b = read(in(BETWEEN_PACKETS))) {
            content.write(b);
        }
        return new Frame.Unframed(content.toByteArray());
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    private int read(long deadline) throws IOException {
        if (position == filled) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return SILENT;
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
            try {
                filled = Math.max(0, in.read(buffer));
            } catch (SocketTimeoutException e) {
                filled = 0;
                position = 0;
                return SILENT;
            }
            position = 0;
            if (filled == 0) {
                return GONE;
            }
        }
        return buffer[position++] & 0xFF;
    }
}
