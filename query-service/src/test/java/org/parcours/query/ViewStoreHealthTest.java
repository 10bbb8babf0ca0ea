package org.parcours.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.ViewCollections;
import org.springframework.boot.health.contributor.Status;

class ViewStoreHealthTest {

    @TempDir
    Path folder;

    @Test
    void a_store_that_answers_is_up_and_named() {
        var url = "jdbc:sqlite:" + folder.resolve("views.db");
        try (var store = JdbcViewStore.open(url, ViewCollections.ALL)) {
            var health = new ViewStoreHealthIndicator(new CurrentViews(store, "test")).health();

            assertThat(health.getStatus()).isEqualTo(Status.UP);
            assertThat(health.getDetails())
                    .containsEntry("store", url)
                    .containsEntry("generation", 1L)
                    .containsEntry("generations", 1);
        }
    }

    @Test
    void a_store_that_cannot_be_read_is_down_and_says_why() throws IOException {
        var file = folder.resolve("views.db");
        try (var store = JdbcViewStore.open("jdbc:sqlite:" + file, ViewCollections.ALL)) {
            var indicator = new ViewStoreHealthIndicator(new CurrentViews(store, "test"));
            for (var suffix : new String[] {"", "-wal"}) {
                Files.write(Path.of(file + suffix), new byte[1 << 20]);
            }

            var health = indicator.health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails().get("reason").toString()).contains("views");
        }
    }
}
