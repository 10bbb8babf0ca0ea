package org.parcours.command.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Supplier;

/**
 * Lets one thread of one process at a time open an SQLite database: switching a new file to WAL and creating its tables
 * fail at once where another connection does the same, whatever the {@code busy_timeout}.
 */
final class SqliteOpeningLock {

    private SqliteOpeningLock() {}

    /** Opens a database while a lock file next to it, which a crash of this process releases, is locked. */
    static synchronized Database open(String url, Supplier<Database> opening) {
        var file = Path.of(url.substring(ConnectionPoolConfig.SQLITE_PREFIX.length()) + ".migration");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            return opening.get();
        } catch (IOException e) {
            throw new UncheckedIOException("The lock file " + file + " cannot be used", e);
        }
    }
}
