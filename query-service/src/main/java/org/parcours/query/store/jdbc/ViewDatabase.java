package org.parcours.query.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.parcours.query.store.DamagedViewStoreException;
import org.parcours.query.store.MissingTableException;
import org.parcours.query.store.ViewStoreException;
import org.sqlite.SQLiteException;

/**
 * The connections to the database of the views: one that writes, and several that read snapshots. Each waits a limited
 * time for a connection, a lock and a response.
 */
final class ViewDatabase implements AutoCloseable {

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    static final String SQLITE_PREFIX = "jdbc:sqlite:";
    static final String POSTGRESQL_PREFIX = "jdbc:postgresql:";

    private static final int READERS = 8;
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    /** An entry takes about 2.5 kB: it would fill a page of 4 kB, and leave a third of it empty. */
    private static final int PAGE_BYTES = 8 << 10;

    private static final int WRITER_CACHE_KIB = 32 << 10;
    private static final int READER_CACHE_KIB = 4 << 10;

    final SqlDialect dialect;
    private final HikariDataSource writers;
    private final HikariDataSource readers;
    private final Optional<SqliteFile> file;
    private volatile Optional<DamagedViewStoreException> damage = Optional.empty();

    ViewDatabase(String url) {
        dialect = url.startsWith(SQLITE_PREFIX) ? SqlDialect.SQLITE : SqlDialect.POSTGRESQL;
        file = dialect == SqlDialect.SQLITE ? Optional.of(SqliteFile.of(url)) : Optional.empty();
        file.ifPresent(SqliteFile::open);
        try {
            if (dialect == SqlDialect.SQLITE) {
                choosePageSize(url);
            }
            writers = open(writers(url));
        } catch (RuntimeException e) {
            file.ifPresent(SqliteFile::close);
            throw e;
        }
        try {
            readers = open(readers(url));
        } catch (RuntimeException e) {
            writers.close();
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
        try (var connection = readers.getConnection()) {
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

    /** Runs the work in a transaction, which is rolled back where it throws. */
    <T> T write(Work<T> work) {
        try (var connection = writers.getConnection()) {
            begin(connection);
            try {
                var result = work.run(connection);
                end(connection, "COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    end(connection, "ROLLBACK");
                } catch (SQLException suppressed) {
                    e.addSuppressed(suppressed);
                    writers.evictConnection(connection);
                }
                throw e;
            }
        } catch (SQLException e) {
            throw noted(exception("written", e));
        } catch (ViewStoreException e) {
            throw noted(e);
        }
    }

    @Override
    public void close() {
        readers.close();
        writers.close();
        file.ifPresent(SqliteFile::close);
    }

    private void begin(Connection connection) throws SQLException {
        switch (dialect) {
            // The driver's own transactions take the lock only at the first write, when a wait can be a deadlock.
            case SQLITE -> execute(connection, "BEGIN IMMEDIATE");
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

    /** Has no effect on a database that has pages already. */
    private static void choosePageSize(String url) {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = " + LOCK_TIMEOUT.toMillis());
            try (var count = statement.executeQuery("PRAGMA page_count")) {
                if (count.getLong(1) > 0) {
                    return;
                }
            }
            statement.execute("PRAGMA page_size = " + PAGE_BYTES);
            statement.execute("PRAGMA user_version = 1");
        } catch (SQLException e) {
            throw exception("opened", e);
        }
    }

    private static HikariDataSource open(HikariConfig pool) {
        try {
            return new HikariDataSource(pool);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw exception("opened", cause);
            }
            throw e;
        }
    }

    private HikariConfig writers(String url) {
        var pool = pool(url, "views-write", 1);
        if (dialect == SqlDialect.SQLITE) {
            pool.addDataSourceProperty("journal_mode", "WAL");
            // A power cut may lose the last batches, with their progress: they are projected again.
            pool.addDataSourceProperty("synchronous", "NORMAL");
            pool.addDataSourceProperty("journal_size_limit", 64 << 20);
            pool.addDataSourceProperty("cache_size", -WRITER_CACHE_KIB);
            pool.setConnectionInitSql("PRAGMA wal_autocheckpoint = 2000");
        } else {
            // A process that is suspended in a transaction keeps its locks: another one could not take over.
            pool.setConnectionInitSql("SET idle_in_transaction_session_timeout = '%ds'; SET lock_timeout = '%ds'"
                    .formatted(IDLE_TIMEOUT.toSeconds(), LOCK_TIMEOUT.toSeconds()));
        }
        return pool;
    }

    private HikariConfig readers(String url) {
        var pool = pool(url, "views-read", READERS);
        pool.setAutoCommit(false);
        switch (dialect) {
            case SQLITE -> {
                pool.addDataSourceProperty("cache_size", -READER_CACHE_KIB);
                pool.setConnectionInitSql("PRAGMA query_only = 1");
            }
            case POSTGRESQL -> {
                pool.setReadOnly(true);
                pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
            }
        }
        return pool;
    }

    private HikariConfig pool(String url, String name, int size) {
        var pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(LOCK_TIMEOUT.toMillis());
        switch (dialect) {
            case SQLITE -> {
                pool.setMaxLifetime(0);
                pool.addDataSourceProperty("busy_timeout", LOCK_TIMEOUT.toMillis());
            }
            case POSTGRESQL -> {
                pool.addDataSourceProperty("ApplicationName", "parcours-views");
                pool.addDataSourceProperty("tcpKeepAlive", "true");
                pool.addDataSourceProperty("connectTimeout", LOCK_TIMEOUT.toSeconds());
                pool.addDataSourceProperty("socketTimeout", RESPONSE_TIMEOUT.toSeconds());
                pool.addDataSourceProperty("reWriteBatchedInserts", "true");
                pool.addDataSourceProperty("logServerErrorDetail", "false");
            }
        }
        return pool;
    }

    /** Binds a String, a Long, an Integer, or bytes. */
    static void bind(PreparedStatement statement, List<?> parameters) throws SQLException {
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
    }
}
