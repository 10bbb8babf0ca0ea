package org.parcours.command.feeds.mllp;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Listens for MLLP connections. Each connection has a virtual thread, which processes and acknowledges its messages one
 * after the other.
 */
public final class MllpServer implements SmartLifecycle, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MllpServer.class);

    private final MllpProperties properties;
    private final Hl7MessageHandler handler;
    private final AcceptedSocketWrapper socketWrapper;
    private final SharedMessageMemory memory;
    private final ConnectionRegistry connections;

    private volatile boolean running;
    private Optional<ServerSocket> listener = Optional.empty();
    private ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    public MllpServer(MllpProperties properties, Hl7MessageHandler handler) {
        this(properties, handler, AcceptedSocketWrapper.PLAIN);
    }

    MllpServer(MllpProperties properties, Hl7MessageHandler handler, AcceptedSocketWrapper socketWrapper) {
        this.properties = properties;
        this.handler = handler;
        this.socketWrapper = socketWrapper;
        this.connections = new ConnectionRegistry(properties, MllpServer::closeQuietly);
        this.memory = new SharedMessageMemory(
                properties.maxInFlight().toBytes(), properties.maxWaiting().toBytes());
    }

    @Override
    public synchronized void start() {
        if (running) {
            return;
        }
        try {
            ServerSocket accepting = new ServerSocket();
            accepting.setReuseAddress(true);
            accepting.bind(new InetSocketAddress(properties.host(), properties.port()));
            listener = Optional.of(accepting);
            executor = Executors.newVirtualThreadPerTaskExecutor();
            running = true;
            Thread.ofPlatform().name("mllp-accept").start(() -> accept(accepting));
        } catch (IOException e) {
            throw new UncheckedIOException("mllp cannot listen on " + properties.host() + ":" + properties.port(), e);
        }
        LOG.info("mllp listens port={}", port());
    }

    /** Accepts no more messages; those in progress are acknowledged. */
    @Override
    public synchronized void stop() {
        if (!running) {
            return;
        }
        running = false;
        listener.ifPresent(MllpServer::closeQuietly);
        connections.forEachSocket(MllpServer::endInput);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(properties.drainTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("mllp stopped with busy connections={}", connections.size());
                connections.forEachSocket(MllpServer::closeQuietly);
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            executor.shutdownNow();
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
        return properties.enabled();
    }

    /** The port on which the server listens; of interest if the configured port is 0. */
    public int port() {
        return listener.map(ServerSocket::getLocalPort).orElse(-1);
    }

    private void accept(ServerSocket accepting) {
        while (running) {
            try {
                Socket socket = accepting.accept();
                connections
                        .tryAdd(socket)
                        .ifPresentOrElse(
                                connection -> executor.execute(() -> serveConnection(connection)),
                                () -> closeQuietly(socket));
            } catch (IOException | RuntimeException e) {
                if (running) {
                    LOG.error("mllp cannot accept", e);
                }
            }
        }
    }

    private void serveConnection(MllpConnection connection) {
        Socket accepted = connection.socket();
        LargeMessageBudget budget = new LargeMessageBudget(memory);
        try (accepted;
                Socket socket = socketWrapper.wrap(accepted);
                MllpFrameReader reader =
                        new MllpFrameReader(socket, connection.observed(socket.getInputStream()), properties, budget)) {
            accepted.setTcpNoDelay(true);
            boolean more = true;
            while (running && more) {
                FrameReadResult frame = reader.readNext();
                connection.processingStarted();
                more = processFrame(socket, frame, budget);
                connection.processingEnded();
            }
        } catch (SSLException e) {
            LOG.warn("mllp tls failed peer={}: {}", accepted.getInetAddress().getHostAddress(), e.getMessage());
        } catch (SocketTimeoutException e) {
            LOG.warn(
                    "mllp connection stalled peer={}", accepted.getInetAddress().getHostAddress());
        } catch (SocketException e) {
            LOG.info("mllp connection lost: {}", e.getMessage());
        } catch (IOException e) {
            LOG.warn("mllp connection failed", e);
        } finally {
            connections.remove(connection);
        }
    }

    /** @return whether another frame may follow */
    private boolean processFrame(Socket socket, FrameReadResult frame, LargeMessageBudget budget) throws IOException {
        return switch (frame) {
            case FrameReadResult.Complete complete -> send(socket, handler.handle(complete.content(), budget));
            case FrameReadResult.Truncated truncated -> {
                LOG.warn("mllp truncated bytes={}", truncated.content().length);
                yield send(socket, handler.rejectTruncated(truncated.content()));
            }
            case FrameReadResult.BetweenFrames between -> {
                handler.rejectBetweenFrames(between.head(), between.count());
                yield true;
            }
            case FrameReadResult.TooLarge tooLarge -> {
                int limit = (int) properties.maxFrame().toBytes();
                yield send(socket, handler.rejectTooLarge(tooLarge.head(), limit)) && tooLarge.resynchronised();
            }
            case FrameReadResult.OverBudget overBudget ->
                send(socket, handler.rejectOverBudget(overBudget.head())) && overBudget.resynchronised();
            case FrameReadResult.Unframed unframed -> {
                send(socket, handler.rejectUnframed(unframed.content()));
                yield false;
            }
            case FrameReadResult.NoMoreFrames end -> false;
        };
    }

    private static boolean send(Socket socket, byte[] acknowledgement) throws IOException {
        if (acknowledgement.length == 0) {
            return true;
        }
        byte[] frame = new byte[acknowledgement.length + 3];
        frame[0] = 0x0B;
        System.arraycopy(acknowledgement, 0, frame, 1, acknowledgement.length);
        frame[acknowledgement.length + 1] = 0x1C;
        frame[acknowledgement.length + 2] = 0x0D;
        OutputStream out = socket.getOutputStream();
        out.write(frame);
        out.flush();
        return true;
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
            LOG.debug("mllp close", e);
        }
    }
}
