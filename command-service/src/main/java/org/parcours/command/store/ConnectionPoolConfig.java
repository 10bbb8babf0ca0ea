package org.parcours.command.store;

import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The settings of a database's two connection pools: one for writing, one for reading. */
record ConnectionPoolConfig(SqlDialect dialect, HikariConfig writers, HikariConfig readers) {

    static final String SQLITE_PREFIX = "jdbc:sqlite:";
    private static final String POSTGRESQL_PREFIX = "jdbc:postgresql:";

    static ConnectionPoolConfig of(String url, ConnectionPoolLimits settings) {
        if (url.startsWith(SQLITE_PREFIX)) {
            return sqlite(url, settings);
        }
        if (url.startsWith(POSTGRESQL_PREFIX)) {
            return postgresql(url, settings);
        }
        throw new IllegalArgumentException("A database URL must begin with " + SQLITE_PREFIX + " or "
                + POSTGRESQL_PREFIX + ", this one begins with " + url.replaceFirst("(?<=^.{0,30}:).*", "…"));
    }

    private static ConnectionPoolConfig sqlite(String url, ConnectionPoolLimits settings) {
        var path = url.substring(SQLITE_PREFIX.length());
        if (path.contains("?")) {
            // The driver would read pragmas from them, also pragmas that override those set below.
            throw new IllegalArgumentException("An SQLite URL must have no parameters: " + SQLITE_PREFIX + "path");
        }
        if (path.isBlank() || path.contains(":memory:")) {
            throw new IllegalArgumentException("The log cannot be in memory: name a file, " + SQLITE_PREFIX + "path");
        }
        try {
            var directory = Path.of(path).toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("The directory of " + path + " cannot be created", e);
        }
        var writers = pool("sqlite-write", url, 1, settings);
        var readers = pool("sqlite-read", url, settings.readers(), settings);
        for (var pool : List.of(writers, readers)) {
            pool.setMaxLifetime(0);
            pool.addDataSourceProperty("busy_timeout", settings.lockTimeout().toMillis());
        }
        writers.addDataSourceProperty("journal_mode", "WAL");
        writers.addDataSourceProperty("synchronous", "FULL");
        writers.addDataSourceProperty("journal_size_limit", 64 << 20);
        writers.addDataSourceProperty("cache_size", -65_536); // KiB
        writers.setConnectionInitSql("PRAGMA wal_autocheckpoint = 8000"); // pages: 32 MB
        readers.setConnectionInitSql("PRAGMA query_only = 1");
        return new ConnectionPoolConfig(SqlDialect.SQLITE, writers, readers);
    }

    private static ConnectionPoolConfig postgresql(String url, ConnectionPoolLimits settings) {
        var writers = pool("postgresql-write", url, settings.writers(), settings);
        var readers = pool("postgresql-read", url, settings.readers(), settings);
        for (var pool : List.of(writers, readers)) {
            pool.addDataSourceProperty("ApplicationName", "parcours");
            pool.addDataSourceProperty("tcpKeepAlive", "true");
            pool.addDataSourceProperty("connectTimeout", settings.lockTimeout().toSeconds());
            pool.addDataSourceProperty(
                    "socketTimeout", settings.responseTimeout().toSeconds());
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        }
        return new ConnectionPoolConfig(SqlDialect.POSTGRESQL, writers, readers);
    }

    private static HikariConfig pool(String name, String url, int size, ConnectionPoolLimits settings) {
        var pool = new HikariConfig();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(size);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(settings.lockTimeout().toMillis());
        return pool;
    }
}
