package org.parcours.query.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteViewStoreTest extends JdbcViewStoreContract {

    @TempDir
    Path folder;

    @Test
    void a_new_file_has_pages_of_8_kB_in_which_three_entries_find_room() throws SQLException {
        var url = newDatabase();
        JdbcViewStore.open(url, List.of()).close();
        JdbcViewStore.open(url, List.of()).close();
        try (var connection = DriverManager.getConnection(url);
                var size = connection.createStatement().executeQuery("PRAGMA page_size")) {
            assertThat(size.getLong(1)).isEqualTo(8192);
        }
    }

    @Override
    protected String newDatabase() {
        return "jdbc:sqlite:" + folder.resolve("new").resolve("views.db");
    }
}
