package org.parcours.command.feeds.mllp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Comparator;

/** An accepted connection, and since when nothing has come from it. Its thread writes this, the accepting thread reads it. */
final class MllpConnection {

    /** The one whose sender has never sent anything first, then the one that is idle for longer. */
    static final Comparator<MllpConnection> MOST_IDLE_FIRST = Comparator.comparing(
                    (MllpConnection connection) -> connection.used)
            .thenComparing(connection -> connection.idleSince);

    private final Socket socket;
    private volatile boolean used;
    private volatile boolean processing;
    private volatile long idleSince = System.nanoTime();

    MllpConnection(Socket socket) {
        this.socket = socket;
    }

    Socket socket() {
        return socket;
    }

    InetAddress address() {
        return socket.getInetAddress();
    }

    /** The input of the socket, or of the TLS layer over it. */
    InputStream observed(InputStream input) {
        return new FilterInputStream(input) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                if (count > 0) {
                    used = true;
                    idleSince = System.nanoTime();
                }
                return count;
            }
        };
    }

    void processingStarted() {
        processing = true;
    }

    void processingEnded() {
        idleSince = System.nanoTime();
        processing = false;
    }

    /** Not while a message is processed, however long that takes. */
    boolean isIdleFor(Duration duration) {
        return !processing && System.nanoTime() - idleSince >= duration.toNanos();
    }
}
