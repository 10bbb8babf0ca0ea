package org.parcours.query.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DamagedViewStoreException;
import org.parcours.query.store.KeyDefinition;
import org.parcours.query.store.ViewStore;
import org.parcours.query.store.ViewStoreException;

/** A file of views is kept aside only while no query-service has it open. */
class JdbcViewStoreOpenerTest {

    private static final List<CollectionDefinition> COLLECTIONS =
            List.of(new CollectionDefinition("things", List.of(KeyDefinition.text("name")), List.of()));

    @TempDir
    private Path folder;

    private Path file;
    private JdbcViewStoreOpener first;
    private JdbcViewStoreOpener second;

    @BeforeEach
    void name() {
        file = folder.resolve("views.db");
        first = new JdbcViewStoreOpener("jdbc:sqlite:" + file, COLLECTIONS);
        second = new JdbcViewStoreOpener("jdbc:sqlite:" + file, COLLECTIONS);
    }

    @Test
    void a_file_that_another_query_service_has_open_is_not_moved() throws IOException {
        ViewStore ofFirst = first.open();
        ViewStore ofSecond = second.open();
        damage();
        ofFirst.close();

        assertThatThrownBy(first::setAside)
                .isInstanceOf(ViewStoreException.class)
                .hasMessageContaining("another query-service has it open");
        assertThat(names()).doesNotContain("damaged");

        ofSecond.close();
        assertThat(second.setAside())
                .hasValueSatisfying(aside -> assertThat(Path.of(aside)).exists());
        try (ViewStore replaced = second.open()) {
            assertThat(replaced.generations()).isEmpty();
            assertThat(first.setAside()).as("only once").contains("another query-service has kept it");
            try (ViewStore shared = first.open()) {
                replaced.create("1");
                assertThat(shared.generations()).hasSize(1);
            }
        }
    }

    @Test
    void a_file_in_another_process_is_not_moved() throws Exception {
        first.open().close();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat((char) other.getInputStream().read()).isEqualTo('O');
            assertThatThrownBy(first::setAside).hasMessageContaining("another query-service has it open");
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(first.setAside())
                .hasValueSatisfying(aside -> assertThat(Path.of(aside)).exists());
    }

    /** Has the file open until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws InterruptedException {
            SqliteFile.of("jdbc:sqlite:" + arguments[0]).open();
            System.out.println("OPEN");
            Thread.sleep(60_000);
        }
    }

    @Test
    void of_several_damaged_files_the_newest_is_kept() throws IOException {
        for (int i = 0; i < 3; i++) {
            first.open().close();
            damage();
            assertThatThrownBy(first::open).isInstanceOf(DamagedViewStoreException.class);
            first.setAside();
        }
        assertThat(names().split(" "))
                .filteredOn(name -> name.contains("damaged"))
                .hasSize(1);
    }

    private void damage() throws IOException {
        Files.write(file, new byte[10_000]);
        Files.write(file, "x".repeat(10_000).getBytes());
    }

    private String names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return String.join(
                    " ", files.map(name -> name.getFileName().toString()).toList());
        }
    }
}
