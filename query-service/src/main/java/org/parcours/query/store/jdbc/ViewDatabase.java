package org.parcours.query.store.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.parcours.query.store.DamagedViewStoreException;
import org.parcours.query.store.MissingTableException;
import org.parcours.query.store.ViewStoreException;
import org.sqlite.SQLiteException;

/** The database of the views: runs work in transactions, and says what a failure means. */
final class ViewDatabase implements AutoCloseable {

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Of SQLite. The driver's own transactions take the lock only at the first write, when a wait can be a deadlock. */
    private static final String BEGIN_WRITE = "BEGIN IMMEDIATE";

    static final String SQLITE_PREFIX = "jdbc:sqlite:";
    static final String POSTGRESQL_PREFIX = "jdbc:postgresql:";

    final SqlDialect dialect;
    private final ViewConnectionPools connections;
    private final Optional<SqliteFile> file;
    private volatile Optional<DamagedViewStoreException> damage = Optional.empty();

    ViewDatabase(String url) {
        dialect = url.startsWith(SQLITE_PREFIX) ? SqlDialect.SQLITE : SqlDialect.POSTGRESQL;
        file = dialect == SqlDialect.SQLITE ? Optional.of(SqliteFile.of(url)) : Optional.empty();
        file.ifPresent(SqliteFile::open);
        try {
            connections = ViewConnectionPools.open(dialect, url);
        } catch (RuntimeException e) {
            file.ifPresent(SqliteFile::close);
            throw e;
        }
    }

    /** Found since the database was opened. */
    Optional<DamagedViewStoreException> damage() {
        return damage;
    }

    /** Runs the work on a snapshot. */
    <T> T read(Work<T> work) {
        try (var connection = connections.readers().getConnection()) {
            try {
                return work.run(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw noted(exception("read", e));
        } catch (ViewStoreException e) {
            throw noted(e);
        }
    }

    private ViewStoreException noted(ViewStoreException e) {
        if (dialect == SqlDialect.SQLITE && e instanceof DamagedViewStoreException found) {
            damage = Optional.of(found);
        }
        return e;
    }

    /**
     * Runs the work on a snapshot. SQLite reads it with the connection that writes: the other ones empty their cache after
     * each commit.
     */
    <T> T readForUpdate(Work<T> work) {
        return switch (dialect) {
            case SQLITE -> inTransaction(connections.writers(), "BEGIN", "read", work);
            case POSTGRESQL -> read(work);
        };
    }

    /** Runs the work in a transaction, which is rolled back where it throws. */
    <T> T write(Work<T> work) {
        return inTransaction(connections.writers(), BEGIN_WRITE, "written", work);
    }

    /** As {@link #write}, also while the connection that writes is in use. */
    <T> T writeLease(Work<T> work) {
        return inTransaction(connections.leases(), BEGIN_WRITE, "written", work);
    }

    /** @param done what the views were not, where it fails */
    private <T> T inTransaction(HikariDataSource pool, String begin, String done, Work<T> work) {
        try (var connection = pool.getConnection()) {
            begin(connection, begin);
            try {
                var result = work.run(connection);
                end(connection, "COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    end(connection, "ROLLBACK");
                } catch (SQLException suppressed) {
                    e.addSuppressed(suppressed);
                    pool.evictConnection(connection);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw noted(exception(done, e));
        } catch (ViewStoreException e) {
            throw noted(e);
        }
    }

    @Override
    public void close() {
        connections.close();
        file.ifPresent(SqliteFile::close);
    }

    private void begin(Connection connection, String statement) throws SQLException {
        switch (dialect) {
            case SQLITE -> execute(connection, statement);
            case POSTGRESQL -> connection.setAutoCommit(false);
        }
    }

    private void end(Connection connection, String statement) throws SQLException {
        switch (dialect) {
            case SQLITE -> execute(connection, statement);
            case POSTGRESQL -> {
                if (statement.equals("COMMIT")) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Without the message of a batch, which quotes the values, and so may name a patient. */
    static ViewStoreException exception(String done, SQLException failure) {
        var e = failure instanceof BatchUpdateException && failure.getNextException() != null
                ? failure.getNextException()
                : failure;
        if (SqlDialect.isDamaged(e)) {
            String damaged = e instanceof SQLiteException ? "file" : "database";
            return new DamagedViewStoreException("The " + damaged + " of the views is damaged: " + e.getMessage(), e);
        }
        return SqlDialect.isTableMissing(e)
                ? new MissingTableException("The database of the views lacks a table: " + e.getMessage(), e)
                : new ViewStoreException("The views could not be " + done + ": " + e.getMessage(), e);
    }

    /** Binds a String, a Long, an Integer, or bytes. */
    static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }
}
