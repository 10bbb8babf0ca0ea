package org.parcours.command.store;

import java.time.Duration;

/**
 * The limits of a database's connections.
 *
 * @param writers SQLite always has one
 * @param lockTimeout the longest wait for a connection, and in SQLite for another process that writes
 * @param responseTimeout how long PostgreSQL may take to respond before the connection counts as lost
 */
public record ConnectionPoolLimits(int readers, int writers, Duration lockTimeout, Duration responseTimeout) {

    public static ConnectionPoolLimits defaults() {
        return new ConnectionPoolLimits(8, 4, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }
}
