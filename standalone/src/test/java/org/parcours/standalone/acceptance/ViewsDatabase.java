package org.parcours.standalone.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.parcours.command.store.LocalPostgres;

/** The database of views that several query-services share, as a test looks at it and locks it. */
final class ViewsDatabase {

    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    /**
     * @param pid of the process that holds the lease, or held it last
     * @param position up to which all events are in the views
     */
    record Projecting(long pid, long position) {}

    private final Kind kind;
    private final String url;

    ViewsDatabase(Kind kind, Path folder) {
        this.kind = kind;
        url = switch (kind) {
            case SQLITE -> "jdbc:sqlite:" + folder.resolve("views.db");
            case POSTGRESQL -> LocalPostgres.shared().newDatabase();
        };
    }

    String url() {
        return url;
    }

    Projecting projecting() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT holder, position FROM view_generations WHERE is_current = 1")) {
            return row.next()
                    ? new Projecting(Long.parseLong("0" + row.getString(1).replaceFirst("-.*", "")), row.getLong(2))
                    : new Projecting(0, 0);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets writers wait while the action runs. */
    void whileLocked(Runnable action) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            switch (kind) {
                case SQLITE -> {
                    statement.execute("PRAGMA busy_timeout = 10000");
                    statement.execute("BEGIN IMMEDIATE");
                }
                case POSTGRESQL -> {
                    connection.setAutoCommit(false);
                    statement.execute("SELECT number FROM view_generations FOR UPDATE");
                }
            }
            action.run();
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Whether a suspended process holds the lock of the file, which no other can take from it. PostgreSQL ends the
     * transaction of a client that does nothing.
     */
    boolean isLockedForGood() {
        if (kind == Kind.POSTGRESQL) {
            return false;
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 2000");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
            return false;
        } catch (SQLException e) {
            return true;
        }
    }
}
