package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.store.LocalPostgres;
import org.parcours.standalone.EmbeddedKafka;
import tools.jackson.databind.JsonNode;

/** Views whose database is damaged, for real, are rebuilt from the topic, and say so. */
class DamagedViewsTest {

    private static final int PAGE = 4096;

    enum Damage {
        GARBAGE_EVERYWHERE {
            @Override
            void apply(Path file) {
                overwrite(file, 0);
            }
        },
        GARBAGE_AFTER_THE_FIRST_PAGE {
            @Override
            void apply(Path file) {
                overwrite(file, 1);
            }
        },
        TRUNCATED {
            @Override
            void apply(Path file) {
                run("truncate", "-s", Long.toString(3L * PAGE), file.toString());
            }
        };

        abstract void apply(Path file);
    }

    @TempDir
    private Path folder;

    private EmbeddedKafka kafka;
    private PublishedLog log;
    private @Nullable EmbeddedQueryService query;
    private String url = "";

    @BeforeEach
    void start() {
        url = "jdbc:sqlite:" + file();
        kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        log = new PublishedLog(folder.resolve("log.db"), kafka.bootstrapServers());
        log.recordAdmissions(200);
        log.publish();
        startQueryService();
        awaitLive(400);
    }

    @AfterEach
    void stop() {
        stopQueryService();
        log.close();
        kafka.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"GARBAGE_EVERYWHERE", "TRUNCATED"})
    void a_file_that_is_damaged_at_the_start_is_kept_aside_and_the_views_are_rebuilt(Damage damage) {
        stopQueryService();
        damage.apply(file());
        startQueryService();
        assertRebuilt(400, "The file of the views is damaged");
    }

    @ParameterizedTest
    @EnumSource(names = {"GARBAGE_AFTER_THE_FIRST_PAGE", "TRUNCATED"})
    void a_file_that_is_damaged_while_in_use_is_kept_aside_and_the_views_are_rebuilt(Damage damage) {
        checkpoint();
        damage.apply(file());
        log.recordAdmissions(50);
        log.publish();
        assertRebuilt(500, "The file of the views is damaged");
    }

    @Test
    void pages_say_that_the_views_are_being_rebuilt() {
        stopQueryService();
        Damage.TRUNCATED.apply(file());
        kafka.close();

        startQueryService();
        assertThat(page("/?lang=en")).contains("the stored pages were damaged and are being rebuilt");
        assertThat(page("/?lang=fr")).contains("les pages enregistrées étaient endommagées et sont en reconstruction");
        assertThat(health("projection").at("/details/rebuilding").asString())
                .contains(keptAside().orElseThrow().toString());

        kafka = EmbeddedKafka.start(folder.resolve("kafka"), kafkaPort());
        awaitLive(400);
        assertThat(page("/?lang=en")).doesNotContain("being rebuilt");
    }

    @Test
    void a_table_that_is_missing_makes_a_new_generation_beside() {
        execute("DROP TABLE " + table("entries"));
        log.recordAdmissions(10);
        log.publish();
        awaitGeneration(2, 420);
        assertThat(health("views").at("/details/rebuiltBecause").asString()).contains("lacks a table", "entries");

        stopQueryService();
        execute("DROP TABLE " + table("patients_words"));
        startQueryService();
        awaitGeneration(3, 420);
    }

    @Test
    void a_table_that_is_missing_in_postgresql_makes_a_new_generation_beside() {
        stopQueryService();
        url = LocalPostgres.shared().newDatabase();
        startQueryService();
        awaitLive(400);
        execute("DROP TABLE " + table("entries"));
        log.recordAdmissions(10);
        log.publish();
        awaitGeneration(2, 420);

        execute("DROP TABLE view_generations");
        log.recordAdmissions(10);
        log.publish();
        awaitLive(440);
    }

    private Path file() {
        return folder.resolve("views.db");
    }

    private static void overwrite(Path file, int firstPage) {
        try {
            run(
                    "dd",
                    "if=/dev/urandom",
                    "of=" + file,
                    "bs=" + PAGE,
                    "seek=" + firstPage,
                    "count=" + (Files.size(file) / PAGE - firstPage),
                    "conv=notrunc");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a process of its own: this one's locks on the file would end when it closes the file. */
    private static void run(String... command) {
        try {
            int exit = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            assertThat(exit).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The file has all content then, the files beside it none. */
    private void checkpoint() {
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the current generation. */
    private String table(String collection) {
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet row = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            List<String> tables = new ArrayList<>();
            while (row.next()) {
                tables.add(row.getString("TABLE_NAME"));
            }
            return tables.stream()
                    .filter(name -> name.endsWith("_" + collection))
                    .max(String::compareTo)
                    .orElseThrow();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRebuilt(long position, String reason) {
        EmbeddedParcours.await(
                () -> {
                    page("/patients/recent?lang=fr");
                    return keptAside().isPresent();
                },
                "the damaged file is kept aside");
        awaitLive(position);
        assertThat(health("views").at("/details/rebuiltBecause").asString())
                .contains(reason, keptAside().orElseThrow().toString());
        assertThat(log.head()).isEqualTo(position);
        try (StoredViews stored = new StoredViews(url)) {
            assertThat(stored.patients()).hasSize((int) position / 2);
        }
    }

    private Optional<Path> keptAside() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("views\\.db\\.damaged-[^-]*"))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startQueryService() {
        query = EmbeddedQueryService.start(url, kafka.bootstrapServers());
    }

    private void stopQueryService() {
        if (query != null) {
            query.close();
            query = null;
        }
    }

    private int kafkaPort() {
        return Integer.parseInt(kafka.bootstrapServers().replaceFirst(".*:", ""));
    }

    private void awaitGeneration(long generation, long position) {
        EmbeddedParcours.await(
                () -> health("views").at("/details/generation").asLong() == generation, "generation " + generation);
        awaitLive(position);
    }

    private void awaitLive(long position) {
        service().awaitLive(position);
    }

    private JsonNode health(String component) {
        return service().health(component);
    }

    private String page(String path) {
        return service().page(path);
    }

    private EmbeddedQueryService service() {
        return Objects.requireNonNull(query);
    }
}
