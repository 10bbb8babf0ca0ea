package org.parcours.command.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** A body as it arrives, within its time and length; it remembers why it ended early. */
final class TimedInputStream extends InputStream {

    enum End {
        INTACT,
        TIMED_OUT,
        TOO_LONG,
        BROKEN
    }

    private final InputStream in;
    private final long timeoutNanos;
    private final long maxBytes;
    private final long startedAt = System.nanoTime();
    private long bytes;
    private End end = End.INTACT;

    TimedInputStream(InputStream in, Duration timeout, long maxBytes) {
        this.in = in;
        this.timeoutNanos = timeout.toNanos();
        this.maxBytes = maxBytes;
    }

    End end() {
        return end;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Returns what has arrived, if only a byte: a client that sends a byte from time to time is noticed here. */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read;
        try {
            read = in.read(buffer, offset, length);
        } catch (IOException e) {
            end = isTimeout(e) ? End.TIMED_OUT : End.BROKEN;
            throw e;
        }
        bytes += Math.max(read, 0);
        if (bytes > maxBytes) {
            throw ended(End.TOO_LONG);
        }
        if (read >= 0 && System.nanoTime() - startedAt > timeoutNanos) {
            throw ended(End.TIMED_OUT);
        }
        return read;
    }

    private IOException ended(End reason) {
        end = reason;
        return new IOException("The body ended early: " + reason);
    }

    private static boolean isTimeout(Throwable e) {
        return e instanceof SocketTimeoutException || e.getCause() != null && isTimeout(e.getCause());
    }
}
