package org.parcours.standalone.acceptance;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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

    /** Notes each write that takes the views back to an earlier position: that of a process which is no longer the one that projects. */
    void noteStepsBack() {
        execute("CREATE TABLE steps_back (step TEXT)");
        switch (kind) {
            case SQLITE -> execute("""
                    CREATE TRIGGER note_step_back AFTER UPDATE OF position ON view_generations
                    WHEN NEW.position < OLD.position
                    BEGIN INSERT INTO steps_back VALUES (OLD.position || ' to ' || NEW.position); END""");
            case POSTGRESQL -> {
                execute("""
                        CREATE FUNCTION note_step_back() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN INSERT INTO steps_back VALUES (OLD.position || ' to ' || NEW.position); RETURN NEW; END $$""");
                execute("""
                        CREATE TRIGGER note_step_back AFTER UPDATE OF position ON view_generations FOR EACH ROW
                        WHEN (NEW.position < OLD.position) EXECUTE FUNCTION note_step_back()""");
            }
        }
    }

    List<String> stepsBack() {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT step FROM steps_back")) {
            List<String> steps = new ArrayList<>();
            while (row.next()) {
                steps.add(row.getString(1));
            }
            return steps;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            if (kind == Kind.SQLITE) {
                statement.execute("PRAGMA busy_timeout = 10000");
            }
            statement.execute(sql);
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
