package org.parcours.query.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.store.LocalPostgres;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DamagedViewStoreException;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.KeyDefinition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewQuery;

class JdbcViewStoreTest {

    private static final CollectionDefinition THINGS =
            new CollectionDefinition("things", List.of(KeyDefinition.text("name")), List.of(List.of("name")));

    @TempDir
    Path folder;

    @Test
    void the_store_is_described_without_user_and_password() {
        var url = LocalPostgres.shared().newDatabase();
        try (var store = JdbcViewStore.open(url + "&password=s3cret", List.of())) {
            assertThat(store.describe()).isEqualTo(url.replaceFirst("\\?.*", ""));
        }
    }

    @Test
    void a_damaged_file_is_noticed_when_it_is_read() throws IOException {
        var file = folder.resolve("views.db");
        try (var store = JdbcViewStore.open("jdbc:sqlite:" + file, List.of(THINGS))) {
            var views = store.create("1");
            store.makeCurrent(views);
            views.write(
                    views.acquireLease("test", Duration.ofMinutes(1)).orElseThrow(),
                    ViewProgress.NONE,
                    IntStream.range(0, 500)
                            .mapToObj(n -> DocumentChange.insert(
                                    THINGS, new StoredDocument("id" + n, Map.of("name", "n" + n), new byte[500])))
                            .toList(),
                    new ViewProgress(1, 1, Instant.EPOCH, 0, ""));
        }
        try (var damaged = new RandomAccessFile(file.toFile(), "rw")) {
            long start = damaged.length() / 4;
            damaged.seek(start);
            damaged.write(new byte[(int) (damaged.length() - start)]);
        }
        assertThatThrownBy(() -> {
                    try (var store = JdbcViewStore.open("jdbc:sqlite:" + file, List.of(THINGS))) {
                        store.current("1")
                                .orElseThrow()
                                .<List<StoredDocument>>read(reader ->
                                        reader.find(ViewQuery.of(THINGS).ascendingBy("name")));
                    }
                })
                .isInstanceOf(DamagedViewStoreException.class);
    }

    @Test
    void a_file_that_is_no_database_is_a_damaged_one() throws IOException {
        var file = Files.writeString(folder.resolve("views.db"), "no database ".repeat(1000));
        assertThatThrownBy(() -> JdbcViewStore.open("jdbc:sqlite:" + file, List.of(THINGS)))
                .isInstanceOf(DamagedViewStoreException.class);
    }
}
