package org.parcours.query.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The connections to the database of the views: one that writes, one for leases, and several that read snapshots. Each
 * waits a limited time for a connection, a lock and a response.
 *
 * @param checkpointer of SQLite
 */
record ViewConnectionPools(
        HikariDataSource writers,
        HikariDataSource leases,
        HikariDataSource readers,
        Optional<SqliteCheckpointer> checkpointer)
        implements AutoCloseable {

    private static final int READERS = 8;
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);
    /** An entry takes about 2.5 kB: it would fill a page of 4 kB, and leave a third of it empty. */
    private static final int PAGE_BYTES = 8 << 10;

    /** How long the write-ahead log becomes until the connection that writes does what {@link SqliteCheckpointer} has not. */
    private static final int MAX_WAL_PAGES = (64 << 20) / PAGE_BYTES;

    private static final int WRITER_CACHE_KIB = 32 << 10;
    private static final int READER_CACHE_KIB = 4 << 10;

    static ViewConnectionPools open(SqlDialect dialect, String url) {
        if (dialect == SqlDialect.SQLITE) {
            choosePageSize(url);
        }
        List<HikariDataSource> pools = open(List.of(
                writers(dialect, url, "views-write", WRITER_CACHE_KIB),
                writers(dialect, url, "views-lease", READER_CACHE_KIB),
                readers(dialect, url)));
        try {
            return new ViewConnectionPools(
                    pools.get(0),
                    pools.get(1),
                    pools.get(2),
                    dialect == SqlDialect.SQLITE ? Optional.of(SqliteCheckpointer.start(url)) : Optional.empty());
        } catch (RuntimeException e) {
            pools.forEach(HikariDataSource::close);
            throw e;
        }
    }

    @Override
    public void close() {
        checkpointer.ifPresent(SqliteCheckpointer::close);
        readers.close();
        leases.close();
        writers.close();
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
            throw ViewDatabase.exception("opened", e);
        }
    }

    /** All of them, or none. */
    private static List<HikariDataSource> open(List<HikariConfig> pools) {
        List<HikariDataSource> opened = new ArrayList<>();
        try {
            for (HikariConfig pool : pools) {
                opened.add(open(pool));
            }
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(HikariDataSource::close);
            throw e;
        }
    }

    private static HikariDataSource open(HikariConfig pool) {
        try {
            return new HikariDataSource(pool);
        } catch (RuntimeException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw ViewDatabase.exception("opened", cause);
            }
            throw e;
        }
    }

    private static HikariConfig writers(SqlDialect dialect, String url, String name, int cacheKib) {
        var pool = pool(dialect, url, name, 1);
        if (dialect == SqlDialect.SQLITE) {
            pool.addDataSourceProperty("journal_mode", "WAL");
            // A power cut may lose the last batches, with their progress: they are projected again.
            pool.addDataSourceProperty("synchronous", "NORMAL");
            pool.addDataSourceProperty("journal_size_limit", 64 << 20);
            pool.addDataSourceProperty("cache_size", -cacheKib);
            pool.setConnectionInitSql("PRAGMA wal_autocheckpoint = " + MAX_WAL_PAGES);
        } else {
            // A process that is suspended in a transaction keeps its locks: another one could not take over.
            pool.setConnectionInitSql("SET idle_in_transaction_session_timeout = '%ds'; SET lock_timeout = '%ds'"
                    .formatted(IDLE_TIMEOUT.toSeconds(), LOCK_TIMEOUT.toSeconds()));
        }
        return pool;
    }

    private static HikariConfig readers(SqlDialect dialect, String url) {
        var pool = pool(dialect, url, "views-read", READERS);
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

    private static HikariConfig pool(SqlDialect dialect, String url, String name, int size) {
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
}
