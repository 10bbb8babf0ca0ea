package org.parcours.query.store.jdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteViewStoreTest extends JdbcViewStoreContract {

    @TempDir
    Path folder;

    @Override
    protected String newDatabase() {
        return "jdbc:sqlite:" + folder.resolve("new").resolve("views.db");
    }
}
