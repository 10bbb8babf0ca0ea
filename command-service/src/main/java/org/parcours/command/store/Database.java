package org.parcours.command.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database named by its JDBC URL, {@code jdbc:sqlite:path} or {@code jdbc:postgresql://host/name?user=…}: a pool of
 * connections that read, and a pool of connections that write in transactions. Opening fails if a commit would not be
 * durable (log rule 11).
 */
public final class Database implements AutoCloseable {

    /** Uses a connection, without committing or closing it. */
    public interface ConnectionCallback<T> {
        T execute(Connection connection) throws SQLException;
    }

    private final SqlDialect dialect;
    private final HikariDataSource writers;
    private final HikariDataSource readers;

    private Database(ConnectionPoolConfig pools) {
        dialect = pools.dialect();
        writers = new HikariDataSource(pools.writers());
        try {
            write(connection -> {
                SqlDurabilityCheck.check(dialect, connection);
                return connection;
            });
            SchemaMigration.run(dialect, pools.writers().getJdbcUrl());
            readers = new HikariDataSource(pools.readers());
        } catch (RuntimeException e) {
            writers.close();
            throw e;
        }
    }

    public static Database open(String url) {
        return open(url, DatabaseSettings.defaults());
    }

    public static Database open(String url, DatabaseSettings settings) {
        return new Database(ConnectionPoolConfig.of(url, settings));
    }

    public SqlDialect dialect() {
        return dialect;
    }

    /**
     * Reads committed data; each statement sees what was committed before it began. A restart of the server breaks all
     * pooled connections: after a disconnect they are evicted, and the callback runs once more.
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

    /** Runs one transaction. When this method returns, its changes are on the disk. */
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
     * Runs one statement as its own transaction (PostgreSQL): one round trip instead of three. When this method
     * returns, its changes are on the disk.
     */
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
