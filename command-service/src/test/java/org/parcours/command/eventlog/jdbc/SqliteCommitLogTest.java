package org.parcours.command.eventlog.jdbc;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.CommitLogContract;

class SqliteCommitLogTest extends CommitLogContract {

    @TempDir
    Path directory;

    @Override
    protected String newStoreUrl() {
        return "jdbc:sqlite:" + directory.resolve(UUID.randomUUID() + "/log.db");
    }
}
