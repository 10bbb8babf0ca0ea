package org.parcours.command.store;

import java.time.Duration;

/**
 * @param readers connections that read
 * @param writers connections that write; SQLite always has one
 * @param lockTimeout how long to wait for a connection, and in SQLite for another process that writes
 * @param responseTimeout how long PostgreSQL may take to answer before the connection counts as lost
 */
public record DatabaseSettings(int readers, int writers, Duration lockTimeout, Duration responseTimeout) {

    public static DatabaseSettings defaults() {
        return new DatabaseSettings(8, 4, Duration.ofSeconds(5), Duration.ofSeconds(30));
    }
}
