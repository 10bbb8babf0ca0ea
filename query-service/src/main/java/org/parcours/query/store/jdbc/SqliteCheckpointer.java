package org.parcours.query.store.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.parcours.query.store.ViewStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what was written from the write-ahead log into the database file, and syncs it, in a thread of its own: the
 * projection need not wait for the disk (sqlite.org/wal.html §2.1). What it leaves is moved by the connection that writes
 * when the log has become long.
 *
 * <p>command-service has the same for its own database: what is mended here is mended there too.
 */
final class SqliteCheckpointer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteCheckpointer.class);

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Connection connection;
    private final Thread thread;

    private SqliteCheckpointer(Connection connection) {
        this.connection = connection;
        this.thread = Thread.ofPlatform().daemon().name("views-checkpoint").start(this::run);
    }

    static SqliteCheckpointer start(String url) {
        try {
            return new SqliteCheckpointer(DriverManager.getConnection(url));
        } catch (SQLException e) {
            throw new ViewStoreException("The views could not be opened: " + e.getMessage(), e);
        }
    }

    private void run() {
        try (connection;
                Statement statement = connection.createStatement()) {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(checkpoint(statement) ? INTERVAL : RETRY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.error("the write-ahead log is moved into its file by the thread that writes from now on", e);
        }
    }

    private static boolean checkpoint(Statement statement) {
        try {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
            return true;
        } catch (SQLException e) {
            LOG.warn("the write-ahead log could not be moved into its file: {}", e.getMessage());
            return false;
        }
    }

    /** Returns when the file is not open any more. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
