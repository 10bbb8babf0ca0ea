package org.parcours.command.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Checks, on a connection of the writing pool, that a committed transaction is on the disk (log rule 11). */
final class SqlDurabilityCheck {

    private SqlDurabilityCheck() {}

    static void check(SqlDialect dialect, Connection connection) throws SQLException {
        switch (dialect) {
            case SQLITE -> {
                require(
                        connection,
                        "PRAGMA journal_mode",
                        Set.of("wal"),
                        "Put the file on a local disk: SQLite needs shared memory and file locks, which network file systems may not have.");
                // 2 is FULL, 3 is EXTRA: https://sqlite.org/pragma.html#pragma_synchronous
                require(
                        connection,
                        "PRAGMA synchronous",
                        Set.of("2", "3"),
                        "This SQLite was built to ignore the setting.");
            }
            case POSTGRESQL -> {
                require(
                        connection,
                        "SHOW fsync",
                        Set.of("on"),
                        "Set fsync = on in postgresql.conf and reload it; then check the database, which may be damaged.");
                require(
                        connection,
                        "SHOW full_page_writes",
                        Set.of("on"),
                        "Set full_page_writes = on in postgresql.conf and reload it.");
                // Every value but off waits for the local disk:
                // https://www.postgresql.org/docs/current/runtime-config-wal.html
                require(
                        connection,
                        "SHOW synchronous_commit",
                        Set.of("on", "local", "remote_write", "remote_apply"),
                        "Set synchronous_commit = on in postgresql.conf, and for the database and the role.");
                require(
                        connection,
                        "SELECT pg_is_in_recovery()",
                        Set.of("f"),
                        "This server is a standby: use the address of the primary.");
            }
        }
    }

    private static void require(Connection connection, String query, Set<String> accepted, String remedy)
            throws SQLException {
        var value = Database.query(connection, row -> row.getString(1), query).getFirst();
        if (!accepted.contains(value)) {
            throw new IllegalStateException(
                    "The database does not guarantee durability: '%s' returns %s. %s".formatted(query, value, remedy));
        }
    }
}
