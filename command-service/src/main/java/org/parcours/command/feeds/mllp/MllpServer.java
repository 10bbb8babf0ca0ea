package org.parcours.command.feeds.mllp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Listens; a virtual thread per connection, on which messages are taken and answered one after the other. */
public final class MllpServer implements SmartLifecycle, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MllpServer.class);

    private final MllpProperties settings;
    private final Hl7MessageHandler handler;
    private final SocketLayer wire;
    private final LargeMessageBudget inFlight;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private volatile boolean running;
    private ServerSocket listener = unbound();
    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public MllpServer(MllpProperties settings, Hl7MessageHandler handler) {
        this(settings, handler, SocketLayer.PLAIN);
    }

    MllpServer(MllpProperties settings, Hl7MessageHandler handler, SocketLayer wire) {
        this.settings = settings;
        this.handler = handler;
        this.wire = wire;
        this.inFlight = new LargeMessageBudget(settings.maxInFlight().toBytes());
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        try {
            listener = new ServerSocket();
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException e) {
            throw new UncheckedIOException("mllp cannot listen on " + settings.host() + ":" + settings.port(), e);
        }
        threads = Executors.newVirtualThreadPerTaskExecutor();
        running = true;
        ServerSocket accepting = listener;
        Thread.ofPlatform().name("mllp-accept").start(() -> accept(accepting));
        log.info("mllp listens port={}", port());
    }

    /** Takes no more; what is being taken is answered. */
    @Override
    public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        closeQuietly(listener);
        connections.forEach(MllpServer::endInput);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(settings.drainTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("mllp stops with connections={} still busy", connections.size());
                connections.forEach(MllpServer::closeQuietly);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }

    @Override
    public void close() {
        stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isAutoStartup() {
        return settings.enabled();
    }

    /** Where it listens, which is worth asking when the configured port is 0. */
    public int port() {
        return listener.getLocalPort();
    }

    private void accept(ServerSocket accepting) {
        while (running) {
            try {
                Socket socket = accepting.accept();
                if (connections.size() >= settings.maxConnections()) {
                    log.warn("mllp full connections={}", settings.maxConnections());
                    closeQuietly(socket);
                } else {
                    connections.add(socket);
                    threads.execute(() -> serve(socket));
                }
            } catch (IOException | RuntimeException e) {
                if (running) {
                    log.error("mllp cannot accept", e);
                }
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted;
                Socket socket = wire.over(accepted);
                MllpFrameReader reader = new MllpFrameReader(socket, settings, inFlight)) {
            accepted.setTcpNoDelay(true);
            while (running && serve(socket, reader.next())) {}
        } catch (SSLException e) {
            log.warn("mllp tls failed peer={}: {}", accepted.getInetAddress().getHostAddress(), e.getMessage());
        } catch (SocketTimeoutException e) {
            log.warn(
                    "mllp connection stalled peer={}", accepted.getInetAddress().getHostAddress());
        } catch (SocketException e) {
            log.info("mllp connection lost: {}", e.getMessage());
        } catch (IOException e) {
            log.warn("mllp connection failed", e);
        } finally {
            connections.remove(accepted);
        }
    }

    /** @return whether there may be another frame */
    private boolean serve(Socket socket, Frame frame) throws IOException {
        return switch (frame) {
            case Frame.Whole whole -> send(socket, handler.handle(whole.content()));
            case Frame.Truncated truncated -> {
                log.warn("mllp truncated bytes={}", truncated.content().length);
                handler.rejectTruncated(truncated.content());
                yield true;
            }
            case Frame.TooLarge large -> {
                int limit = (int) settings.maxFrame().toBytes();
                yield send(socket, handler.refuseTooLarge(large.head(), limit)) && large.resynchronised();
            }
            case Frame.NoRoom refused -> send(socket, handler.refuseForNow(refused.head())) && refused.resynchronised();
            case Frame.Unframed unframed -> {
                send(socket, handler.rejectUnframed(unframed.content()));
                yield false;
            }
            case Frame.End end -> false;
        };
    }

    private static boolean send(Socket socket, byte[] answer) throws IOException {
        if (answer.length == 0) {
            return true;
        }
        byte[] frame = new byte[answer.length + 3];
        frame[0] = 0x0B;
        System.arraycopy(answer, 0, frame, 1, answer.length);
        frame[answer.length + 1] = 0x1C;
        frame[answer.length + 2] = 0x0D;
        OutputStream out = socket.getOutputStream();
        out.write(frame);
        out.flush();
        return true;
    }

    private static ServerSocket unbound() {
        try {
            return new ServerSocket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void endInput(Socket socket) {
        try {
            socket.shutdownInput();
        } catch (IOException e) {
            closeQuietly(socket);
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            log.debug("mllp close", e);
        }
    }
}
