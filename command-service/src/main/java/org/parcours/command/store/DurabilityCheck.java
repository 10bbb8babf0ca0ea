package org.parcours.command.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/** Checks, on the connection that will write, that a commit means "on the disk" (log rule 11). */
final class DurabilityCheck {

    private DurabilityCheck() {}

    static void check(SqlDialect dialect, Connection connection) throws SQLException {
        switch (dialect) {
            case SQLITE -> {
                require(
                        connection,
                        "PRAGMA journal_mode",
                        Set.of("wal"),
                        "Put the file on a local disk: SQLite needs shared memory and locks that others may not have.");
                // 2 is FULL, 3 is EXTRA: https://sqlite.org/pragma.html#pragma_synchronous
                require(connection, "PRAGMA synchronous", Set.of("2", "3"), "This SQLite was built to ignore it.");
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
                // All but off wait for the local disk: https://www.postgresql.org/docs/current/runtime-config-wal.html
                require(
                        connection,
                        "SHOW synchronous_commit",
                        Set.of("on", "local", "remote_write", "remote_apply"),
                        "Set synchronous_commit = on in postgresql.conf, and for the database and the role.");
                require(
                        connection,
                        "SELECT pg_is_in_recovery()",
                        Set.of("f"),
                        "This is a standby: give the address of the primary.");
            }
        }
    }

    private static void require(Connection connection, String query, Set<String> accepted, String remedy)
            throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            var value = row.getString(1);
            if (!accepted.contains(value)) {
                throw new IllegalStateException("The database would not keep what it acknowledges: '%s' says %s. %s"
                        .formatted(query, value, remedy));
            }
        }
    }
}
