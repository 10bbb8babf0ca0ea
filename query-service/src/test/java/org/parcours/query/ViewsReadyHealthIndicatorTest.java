package org.parcours.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreException;
import org.parcours.query.store.ViewStoreOpener;
import org.parcours.query.store.jdbc.JdbcViewStore;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.ViewCollections;
import org.springframework.boot.health.contributor.Status;

/** When a query-service may replace another one in a rolling update. */
class ViewsReadyHealthIndicatorTest {

    @TempDir
    private Path folder;

    private ViewStore store;

    @BeforeEach
    void open() {
        store = JdbcViewStore.open("jdbc:sqlite:" + folder.resolve("views.db"), ViewCollections.ALL);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static void fill(ViewGeneration generation, long position) {
        var lease = generation.acquireLease("test", Duration.ofMinutes(1)).orElseThrow();
        generation.write(
                lease, generation.progress(), List.of(), new ViewProgress(position, position, Instant.now(), 0, ""));
    }

    private static Status readiness(ViewsReadyHealthIndicator indicator) {
        return indicator.health().getStatus();
    }

    @Test
    void the_first_release_is_ready_with_empty_views() {
        assertThat(readiness(new ViewsReadyHealthIndicator(new CurrentViews(store, "1"))))
                .isEqualTo(Status.UP);
    }

    @Test
    void a_release_with_another_format_is_ready_when_its_views_have_what_the_former_ones_have() {
        fill(new CurrentViews(store, "1").generation(), 50_000);
        var views = new CurrentViews(store, "2");
        var indicator = new ViewsReadyHealthIndicator(views);
        assertThat(readiness(indicator)).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(indicator.health().getDetails()).containsEntry("formerPosition", 50_000L);

        fill(views.generation(), 20_000);
        assertThat(readiness(indicator)).isEqualTo(Status.OUT_OF_SERVICE);

        fill(views.generation(), 49_990);
        assertThat(readiness(indicator)).isEqualTo(Status.UP);
    }

    @Test
    void a_former_release_that_is_started_again_is_ready() {
        fill(new CurrentViews(store, "1").generation(), 40_000);
        fill(new CurrentViews(store, "2").generation(), 50_000);

        assertThat(readiness(new ViewsReadyHealthIndicator(new CurrentViews(store, "1"))))
                .isEqualTo(Status.UP);
    }

    @Test
    void a_service_that_has_never_reached_its_store_is_not_ready() {
        var views = new CurrentViews(
                new ViewStoreOpener() {
                    @Override
                    public ViewStore open() {
                        throw new ViewStoreException("refused");
                    }

                    @Override
                    public String describe() {
                        return "somewhere";
                    }

                    @Override
                    public Optional<String> setAside() {
                        return Optional.empty();
                    }
                },
                "1");

        var health = new ViewsReadyHealthIndicator(views).health();

        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health.getDetails()).containsEntry("waitingFor", "refused");
    }

    @Test
    void an_outage_does_not_change_it() {
        var indicator = new ViewsReadyHealthIndicator(new CurrentViews(store, "1"));
        assertThat(readiness(indicator)).isEqualTo(Status.UP);
        store.close();
        assertThat(readiness(indicator)).isEqualTo(Status.UP);
    }
}
