package org.parcours.command.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what was committed from the write-ahead log into the database file, and syncs it, in a thread of its own: senders
 * need not wait for it (sqlite.org/wal.html §2.1). Commits are synced in the write-ahead log before. What this thread leaves
 * is moved by the connection that writes when the write-ahead log has become long.
 *
 * <p>query-service has the same for its own database: what is mended here is mended there too.
 */
final class SqliteCheckpointer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteCheckpointer.class);

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Connection connection;
    private final Thread thread;

    private SqliteCheckpointer(Connection connection) {
        this.connection = connection;
        this.thread = Thread.ofPlatform().daemon().name("sqlite-checkpoint").start(this::run);
    }

    static SqliteCheckpointer start(String url) {
        try {
            return new SqliteCheckpointer(DriverManager.getConnection(url));
        } catch (SQLException e) {
            throw StoreOperationException.rolledBack(e, SqlDialect.SQLITE);
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
