package org.parcours.query.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.query.store.CollectionDefinition;

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

    @Test
    void what_was_written_comes_into_the_file_without_more_writing() throws Exception {
        var file = folder.resolve("new").resolve("views.db");
        var collection = new CollectionDefinition("things", List.of(), List.of());
        try (var store = JdbcViewStore.open(newDatabase(), List.of(collection))) {
            store.create("1");
            long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (!tablesOfFileAlone(file).contains("g1_things") && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertThat(tablesOfFileAlone(file)).contains("g1_things");
        }
    }

    /** Without its write-ahead log. */
    private List<String> tablesOfFileAlone(Path file) throws IOException, SQLException {
        var copy = Files.copy(file, folder.resolve("copy.db"), StandardCopyOption.REPLACE_EXISTING);
        List<String> names = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                var rows = connection.createStatement().executeQuery("SELECT name FROM sqlite_schema")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    @Override
    protected String newDatabase() {
        return "jdbc:sqlite:" + folder.resolve("new").resolve("views.db");
    }
}
