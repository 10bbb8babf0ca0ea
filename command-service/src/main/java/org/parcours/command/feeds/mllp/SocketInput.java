package org.parcours.command.feeds.mllp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The bytes of a connection, one at a time, each until a deadline. */
final class SocketInput {

    private static final int END_OF_STREAM = -1;
    private static final int TIMED_OUT = -2;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int filled;

    /** @param in the input of the socket */
    SocketInput(Socket socket, InputStream in) {
        this.socket = socket;
        this.in = in;
    }

    static long deadlineAfter(Duration timeout) {
        return System.nanoTime() + timeout.toNanos();
    }

    /** @return the next byte; negative at the end of the stream, and if none comes until the deadline */
    int read(long deadline) throws IOException {
        if (position == filled) {
            position = 0;
            filled = 0;
            int end = fill(deadline);
            if (end < 0) {
                return end;
            }
        }
        return buffer[position++] & 0xFF;
    }

    /** The byte that was read last is read again. */
    void unread() {
        position--;
    }

    /** The next bytes, which are not read yet; fewer if they do not come until the deadline. */
    String peek(int count, long deadline) throws IOException {
        System.arraycopy(buffer, position, buffer, 0, filled - position);
        filled -= position;
        position = 0;
        int end = 0;
        while (filled < count && end == 0) {
            end = fill(deadline);
        }
        return new String(buffer, 0, Math.min(count, filled), StandardCharsets.ISO_8859_1);
    }

    private int fill(long deadline) throws IOException {
        long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (left <= 0) {
            return TIMED_OUT;
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        try {
            int count = in.read(buffer, filled, buffer.length - filled);
            filled += Math.max(0, count);
            return count > 0 ? 0 : END_OF_STREAM;
        } catch (SocketTimeoutException e) {
            return TIMED_OUT;
        }
    }
}
