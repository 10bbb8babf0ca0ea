package org.parcours.command.feeds.mllp;

import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections, within their limits. Where a limit is reached, the connection that has been idle the longest is
 * closed for the new one: its sender, if it is one, connects again with its next message and loses nothing.
 */
final class ConnectionRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionRegistry.class);

    private final MllpProperties properties;
    private final Consumer<Socket> close;
    private final Set<MllpConnection> connections = ConcurrentHashMap.newKeySet();

    /** @param close closes a socket without an exception */
    ConnectionRegistry(MllpProperties properties, Consumer<Socket> close) {
        this.properties = properties;
        this.close = close;
    }

    /** Called by the accepting thread only. Empty: the limit is reached, and no connection is idle for long enough. */
    Optional<MllpConnection> tryAdd(Socket socket) {
        InetAddress address = socket.getInetAddress();
        boolean admitted =
                makeRoom(connection -> connection.address().equals(address), properties.maxConnectionsPerAddress())
                        && makeRoom(_ -> true, properties.maxConnections());
        if (!admitted) {
            LOG.warn(
                    "mllp connection limit reached connections={} peer={}",
                    connections.size(),
                    address.getHostAddress());
            return Optional.empty();
        }
        MllpConnection connection = new MllpConnection(socket);
        connections.add(connection);
        return Optional.of(connection);
    }

    private boolean makeRoom(Predicate<MllpConnection> counted, int limit) {
        if (connections.stream().filter(counted).count() < limit) {
            return true;
        }
        Optional<MllpConnection> idle = connections.stream()
                .filter(counted)
                .filter(connection -> connection.isIdleFor(properties.minIdle()))
                .min(MllpConnection.MOST_IDLE_FIRST);
        idle.ifPresent(connection -> {
            LOG.warn(
                    "mllp idle connection closed for a new one peer={}",
                    connection.address().getHostAddress());
            connections.remove(connection);
            close.accept(connection.socket());
        });
        return idle.isPresent();
    }

    void remove(MllpConnection connection) {
        connections.remove(connection);
    }

    int size() {
        return connections.size();
    }

    void forEachSocket(Consumer<Socket> action) {
        connections.forEach(connection -> action.accept(connection.socket()));
    }
}
