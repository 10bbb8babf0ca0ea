package org.parcours.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStore.GenerationInfo;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.ViewCollections;

class FormerGenerationsTest {

    @TempDir
    Path folder;

    private ViewStore store;

    @BeforeEach
    void open() {
        store = JdbcViewStore.open("jdbc:sqlite:" + folder.resolve("views.db"), ViewCollections.ALL);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void inUse(String version) {
        ViewGeneration generation = store.create(version);
        store.makeCurrent(generation);
    }

    private void beginProjecting(String version) {
        FormerGenerations.delete(new CurrentViews(store, version));
    }

    private String[] versions() {
        return store.generations().stream().map(GenerationInfo::version).toArray(String[]::new);
    }

    @Test
    void the_format_before_is_kept_for_a_rollback_and_older_ones_are_deleted() {
        inUse("1");
        inUse("2");
        inUse("3");
        inUse("4");

        beginProjecting("4");

        assertThat(versions()).containsExactly("3", "4");
    }

    @Test
    void a_rebuild_that_was_never_in_use_is_not_the_one_to_keep() {
        inUse("1");
        inUse("2");
        store.create("2");
        inUse("3");

        beginProjecting("3");

        assertThat(store.generations()).extracting(GenerationInfo::number).containsExactly(2L, 4L);
    }

    @Test
    void a_service_of_a_former_release_leaves_the_newer_views_alone() {
        inUse("1");
        inUse("2");
        inUse("3");

        beginProjecting("2");

        assertThat(versions()).containsExactly("1", "2", "3");
    }

    @Test
    void a_rebuild_of_the_present_format_that_is_under_way_is_left_alone() {
        inUse("3");
        store.create("3");
        inUse("3");
        store.create("3");

        beginProjecting("3");

        assertThat(versions()).containsExactly("3", "3", "3", "3");
    }
}
