package org.parcours.query.store.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.query.store.ViewStoreException;

/**
 * The file of an SQLite database. Each process that has it open shares a lock beside it; the file is moved only while
 * nobody has: who has would go on writing the files that lie beside it, by their names (sqlite.org/howtocorrupt.html §1.4).
 */
final class SqliteFile {

    /** The newest content is in the first one, so that a move that is interrupted leaves none without its database. */
    private static final List<String> PARTS = List.of("-wal", "-shm", "");

    private static final String ASIDE = ".damaged-";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Of this process: a lock is the process's, and ends when any channel to its file is closed. */
    private static final Map<Path, Use> USES = new HashMap<>();

    private record Use(FileChannel channel, int stores) {}

    private final Path file;

    private SqliteFile(Path file) {
        this.file = file;
    }

    static SqliteFile of(String url) {
        String path = url.substring(ViewDatabase.SQLITE_PREFIX.length()).replaceFirst("\\?.*", "");
        return new SqliteFile(Path.of(path).toAbsolutePath().normalize());
    }

    /** Another one after another process has moved the file; empty where there is none. */
    Optional<Object> identity() {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Waits while another process moves the file. */
    void open() {
        synchronized (USES) {
            try {
                Files.createDirectories(file.getParent());
                Use use = USES.get(file);
                if (use == null) {
                    FileChannel channel = lockChannel();
                    channel.lock(0, Long.MAX_VALUE, true);
                    use = new Use(channel, 0);
                }
                USES.put(file, new Use(use.channel(), use.stores() + 1));
            } catch (IOException e) {
                throw new ViewStoreException("The views could not be opened: " + e.getMessage(), e);
            }
        }
    }

    void close() {
        synchronized (USES) {
            Use use = USES.remove(file);
            if (use != null && use.stores() > 1) {
                USES.put(file, new Use(use.channel(), use.stores() - 1));
            } else if (use != null) {
                closeQuietly(use.channel());
            }
        }
    }

    /**
     * Renames the file and those beside it. Of several damaged ones the newest is kept: a failing disk must not be filled.
     *
     * @throws ViewStoreException where the file is open
     */
    Path setAside() {
        synchronized (USES) {
            if (USES.containsKey(file)) {
                throw inUse();
            }
            try (FileChannel channel = lockChannel();
                    FileLock lock = channel.tryLock()) {
                if (lock == null) {
                    throw inUse();
                }
                deleteFormer();
                Path aside = Path.of(file + ASIDE + TIME.format(Instant.now()));
                for (String part : PARTS) {
                    if (Files.exists(Path.of(file + part))) {
                        Files.move(Path.of(file + part), Path.of(aside + part));
                    }
                }
                return aside;
            } catch (IOException e) {
                throw new ViewStoreException(
                        "The damaged file of the views cannot be kept aside: " + e.getMessage(), e);
            }
        }
    }

    private ViewStoreException inUse() {
        return new ViewStoreException("The file of the views is damaged, and another query-service has it open: it is"
                + " replaced when none has. End the other one, or restart both");
    }

    private FileChannel lockChannel() throws IOException {
        return FileChannel.open(
                Path.of(file + "-lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void deleteFormer() throws IOException {
        try (DirectoryStream<Path> former = Files.newDirectoryStream(
                file.getParent(), other -> other.getFileName().toString().startsWith(file.getFileName() + ASIDE))) {
            for (Path part : former) {
                Files.delete(part);
            }
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
