package org.parcours.command.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A database at {@code jdbc:sqlite:path} or {@code jdbc:postgresql://host/name?user=…}: a pool of connections that
 * read, and one of connections that write. Opening fails if a commit would not be durable (log rule 11).
 */
public final class Database implements AutoCloseable {

    /** Uses a connection, without committing or closing it. */
    public interface ConnectionCallback<T> {
        T execute(Connection connection) throws SQLException;
    }

    public interface RowMapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    private static final Duration OPENING_RETRY = Duration.ofMillis(20);

    private final SqlDialect dialect;
    private final HikariDataSource writers;
    private final HikariDataSource readers;
    private final Optional<SqliteCheckpointer> checkpointer;

    private Database(ConnectionPoolConfig pools) {
        dialect = pools.dialect();
        writers = openPool(pools.writers());
        try {
            write(connection -> {
                SqlDurabilityCheck.check(dialect, connection);
                return connection;
            });
            SchemaMigration.run(dialect, pools.writers().getJdbcUrl());
            checkpointer = dialect == SqlDialect.SQLITE
                    ? Optional.of(SqliteCheckpointer.start(pools.writers().getJdbcUrl()))
                    : Optional.empty();
        } catch (RuntimeException e) {
            writers.close();
            throw e;
        }
        try {
            readers = openPool(pools.readers());
        } catch (RuntimeException e) {
            checkpointer.ifPresent(SqliteCheckpointer::close);
            writers.close();
            throw e;
        }
    }

    public static Database open(String url) {
        return open(url, ConnectionPoolLimits.defaults());
    }

    public static Database open(String url, ConnectionPoolLimits settings) {
        var pools = ConnectionPoolConfig.of(url, settings);
        return switch (pools.dialect()) {
            case SQLITE -> SqliteOpeningLock.open(url, () -> new Database(pools));
            case POSTGRESQL -> new Database(pools);
        };
    }

    public SqlDialect dialect() {
        return dialect;
    }

    /**
     * SQLite does not wait for {@code busy_timeout} while another process closes the file's last connection: opening is
     * repeated for the time that a connection may wait for a lock.
     */
    private HikariDataSource openPool(HikariConfig pool) {
        var end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pool.getConnectionTimeout());
        while (true) {
            try {
                return new HikariDataSource(pool);
            } catch (PoolInitializationException e) {
                if (!dialect.isBusy(e) || System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(OPENING_RETRY.toNanos());
            }
        }
    }

    /** {@linkplain #read Reads} the rows of one query. */
    public <T> List<T> query(RowMapper<T> mapper, String sql, @Nullable Object... parameters) {
        return read(connection -> query(connection, mapper, sql, parameters));
    }

    public static <T> List<T> query(
            Connection connection, RowMapper<T> mapper, String sql, @Nullable Object... parameters)
            throws SQLException {
        try (var select = connection.prepareStatement(sql)) {
            bind(select, parameters);
            var results = new ArrayList<T>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    results.add(mapper.map(row));
                }
            }
            return results;
        }
    }

    /** @return how many rows were changed */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (var update = connection.prepareStatement(sql)) {
            bind(update, parameters);
            return update.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    /**
     * Reads committed data; each statement sees what was committed before it began. After a disconnect, which breaks all
     * pooled connections, the callback runs once more.
     */
    public <T> T read(ConnectionCallback<T> callback) {
        try (var connection = readers.getConnection()) {
            try {
                return callback.execute(connection);
            } catch (SQLException e) {
                if (!dialect.isDisconnected(e)) {
                    throw e;
                }
            }
        } catch (SQLException e) {
            throw StoreOperationException.rolledBack(e, dialect);
        }
        readers.getHikariPoolMXBean().softEvictConnections();
        try (var connection = readers.getConnection()) {
            return callback.execute(connection);
        } catch (SQLException e) {
            throw StoreOperationException.rolledBack(e, dialect);
        }
    }

    /** Runs a transaction, whose changes are on the disk when this method returns. */
    public <T> T write(ConnectionCallback<T> callback) {
        var connection = writerConnection();
        try {
            var result = runInTransaction(connection, callback);
            commit(connection);
            return result;
        } finally {
            returnToPool(connection);
        }
    }

    /**
     * As {@link #write}, for changes that matter only once a later transaction refers to them. SQLite writes them to the
     * disk together with the next transaction of {@link #write}: a power cut before loses both, a crash of this process
     * neither. PostgreSQL may restart while this process continues, so there it is {@link #write}.
     */
    public <T> T writeBeforeReference(ConnectionCallback<T> callback) {
        if (dialect == SqlDialect.POSTGRESQL) {
            return write(callback);
        }
        var connection = writerConnection();
        try {
            setSynchronous(connection, "NORMAL");
            try {
                var result = runInTransaction(connection, callback);
                commit(connection);
                return result;
            } finally {
                setSynchronous(connection, "FULL");
            }
        } finally {
            returnToPool(connection);
        }
    }

    /** As {@link #write}, with one statement that is its own transaction (PostgreSQL): one round trip, not three. */
    public <T> T writeAutoCommit(ConnectionCallback<T> callback) {
        try (var connection = writers.getConnection()) {
            try {
                return callback.execute(connection);
            } catch (SQLException e) {
                throw dialect.isRolledBack(e)
                        ? StoreOperationException.rolledBack(e, dialect)
                        : StoreOperationException.inDoubt(e);
            }
        } catch (SQLException e) {
            throw StoreOperationException.rolledBack(e, dialect);
        }
    }

    @Override
    public void close() {
        checkpointer.ifPresent(SqliteCheckpointer::close);
        readers.close();
        writers.close();
    }

    private Connection writerConnection() {
        try {
            return writers.getConnection();
        } catch (SQLException e) {
            throw StoreOperationException.rolledBack(e, dialect);
        }
    }

    private <T> T runInTransaction(Connection connection, ConnectionCallback<T> callback) {
        try {
            begin(connection);
            return callback.execute(connection);
        } catch (SQLException e) {
            rollBack(connection, e);
            throw StoreOperationException.rolledBack(e, dialect);
        } catch (RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private void begin(Connection connection) throws SQLException {
        switch (dialect) {
            // Explicitly: the driver's own transactions would take the lock again right after each commit.
            case SQLITE -> execute(connection, "BEGIN IMMEDIATE");
            case POSTGRESQL -> connection.setAutoCommit(false);
        }
    }

    private void commit(Connection connection) {
        try {
            switch (dialect) {
                case SQLITE -> execute(connection, "COMMIT");
                case POSTGRESQL -> connection.commit();
            }
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw StoreOperationException.inDoubt(e);
        }
    }

    /** Where it fails, the connection is not used again. */
    private void setSynchronous(Connection connection, String level) {
        try {
            execute(connection, "PRAGMA synchronous=" + level);
        } catch (SQLException e) {
            writers.evictConnection(connection);
            throw StoreOperationException.rolledBack(e, dialect);
        }
    }

    /** Throws nothing: the transaction has ended already, and an exception would make it look rolled back. */
    private void returnToPool(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            writers.evictConnection(connection);
        }
    }

    private void rollBack(Connection connection, Throwable cause) {
        try {
            switch (dialect) {
                case SQLITE -> execute(connection, "ROLLBACK");
                case POSTGRESQL -> connection.rollback();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
            // The connection may still be in the transaction, so it must not be reused.
            writers.evictConnection(connection);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
