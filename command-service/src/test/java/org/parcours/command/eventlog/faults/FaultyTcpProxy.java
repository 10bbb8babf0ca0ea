package org.parcours.command.eventlog.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy to a server that delays or holds replies, or cuts connections, on request. */
final class FaultyTcpProxy implements AutoCloseable {

    private final int targetPort;
    private final ServerSocket server;
    private final Set<Socket> openSockets = ConcurrentHashMap.newKeySet();
    private volatile long repliesHeldUntil; // System.nanoTime()
    private volatile int delayMillis;

    FaultyTcpProxy(int targetPort) throws IOException {
        this.targetPort = targetPort;
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("faulty-tcp-proxy").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Holds the replies for some time; requests pass. */
    void holdReplies(int millis) {
        repliesHeldUntil = System.nanoTime() + millis * 1_000_000L;
    }

    /** Delays each reply. */
    void delayReplies(int millis) {
        delayMillis = millis;
    }

    /** Closes all connections, with the loss of data in transit; new connections are accepted. */
    void cutConnections() {
        openSockets.forEach(FaultyTcpProxy::close);
        openSockets.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var client = server.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try {
            var upstream = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            openSockets.add(client);
            openSockets.add(upstream);
            Thread.ofVirtual().start(() -> pump(client, upstream, false));
            pump(upstream, client, true);
        } catch (IOException connectFailure) {
            close(client);
        }
    }

    private void pump(Socket from, Socket to, boolean replies) {
        try (InputStream input = from.getInputStream();
                OutputStream output = to.getOutputStream()) {
            var buffer = new byte[1 << 16];
            for (int read = input.read(buffer); read >= 0; read = input.read(buffer)) {
                if (replies) {
                    awaitReplyRelease();
                }
                output.write(buffer, 0, read);
            }
        } catch (IOException | InterruptedException ended) {
            // the connection is closed
        } finally {
            close(from);
            close(to);
        }
    }

    private void awaitReplyRelease() throws InterruptedException {
        Thread.sleep(delayMillis);
        for (long remainingNanos = repliesHeldUntil - System.nanoTime();
                remainingNanos > 0;
                remainingNanos = repliesHeldUntil - System.nanoTime()) {
            Thread.sleep(Math.min(20, remainingNanos / 1_000_000 + 1));
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // closed all the same
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cutConnections();
    }
}
