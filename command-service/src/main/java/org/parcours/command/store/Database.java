package org.parcours.command.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database by its JDBC address, {@code jdbc:sqlite:path} or {@code jdbc:postgresql://host/name?user=…}: connections
 * that read, and connections that write in transactions. Opening it fails when it would not keep what it acknowledges
 * (log rule 11).
 */
public final class Database implements AutoCloseable {

    /** What to do with a connection; it neither commits nor closes it. */
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
                DurabilityCheck.check(dialect, connection);
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
     * Reads what is committed; each statement sees what was committed before it began. After a restart of the server
     * every connection of before is broken: they are given up, and it is asked once more.
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
            throw StoreUnavailableException.rolledBack(e, dialect);
        }
        readers.getHikariPoolMXBean().softEvictConnections();
        try (var connection = readers.getConnection()) {
            return callback.execute(connection);
        } catch (SQLException e) {
            throw StoreUnavailableException.rolledBack(e, dialect);
        }
    }

    /** One transaction; when it returns, what it did is on the disk. */
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
     * One statement that is a transaction of its own (PostgreSQL): one round trip instead of three. When it returns,
     * what it did is on the disk.
     */
    public <T> T writeAutoCommit(ConnectionCallback<T> callback) {
        try (var connection = writers.getConnection()) {
            try {
                return callback.execute(connection);
            } catch (SQLException e) {
                throw dialect.isRolledBack(e)
                        ? StoreUnavailableException.rolledBack(e, dialect)
                        : StoreUnavailableException.inDoubt(e);
            }
        } catch (SQLException e) {
            throw StoreUnavailableException.rolledBack(e, dialect);
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
            throw StoreUnavailableException.rolledBack(e, dialect);
        }
    }

    private <T> T runInTransaction(Connection connection, ConnectionCallback<T> callback) {
        try {
            begin(connection);
            return callback.execute(connection);
        } catch (SQLException e) {
            rollBack(connection, e);
            throw StoreUnavailableException.rolledBack(e, dialect);
        } catch (RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private void begin(Connection connection) throws SQLException {
        switch (dialect) {
            // By hand: the driver's own transactions take the lock again right after each commit.
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
            throw StoreUnavailableException.inDoubt(e);
        }
    }

    /** Whatever happens here, the transaction has ended before: it must not look undone. */
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
            // It may still be in the transaction: nobody may get it again.
            writers.evictConnection(connection);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
