package org.parcours.events.applications;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parcours.events.catalogue.Catalogue;
import org.parcours.events.catalogue.StepKind;

/** A kind of step comes by a file, and a file that is wrong changes nothing. */
class ApplicationFolderTest {

    private static final String SAUNA = """
            application: SAUNA
            kinds:
              - code: sauna
                label: {fr: Étuve, en: Sauna}
                lane: care
                icon: drip
            """;

    @TempDir
    private Path folder;

    private ApplicationFolder<String> applications;

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void a_new_kind_is_known_with_its_labels_beside_those_that_ship() throws IOException {
        write("sauna.yaml", SAUNA);
        open();

        assertThat(kind("sauna").label().in(Locale.FRENCH)).isEqualTo("Étuve");
        assertThat(kind("letter").label().in(Locale.FRENCH)).isEqualTo("Lettre de liaison");
    }

    @Test
    void a_hospital_may_call_a_kind_that_ships_by_its_own_name() throws IOException {
        write("dialyse.yaml", SAUNA.replace("code: sauna", "code: dialysis").replace("Étuve", "Séance d'EER"));
        open();

        assertThat(kind("dialysis").label().in(Locale.FRENCH)).isEqualTo("Séance d'EER");
    }

    @Test
    void a_folder_that_is_not_there_brings_nothing_until_it_is() throws IOException {
        Path later = folder.resolve("later");
        applications = ApplicationFolder.open(later, Duration.ofMillis(20), (file, catalogue) -> "");
        assertThat(applications.refused()).isEmpty();

        Files.createDirectory(later);
        Files.writeString(later.resolve("sauna.yaml"), SAUNA);

        until(() -> applications.catalogue().kind("sauna").isPresent());
    }

    @Test
    void a_change_is_in_force_without_a_restart() throws IOException {
        write("sauna.yaml", SAUNA);
        open();
        Catalogue catalogue = applications.catalogue();

        write("sauna.yaml", SAUNA.replace("Étuve", "Sauna finlandais"));

        until(() -> catalogue.kind("sauna").orElseThrow().label().fr().equals("Sauna finlandais"));
    }

    @Test
    void a_file_that_becomes_wrong_leaves_the_old_one_in_force_and_says_so_until_it_is_mended() throws IOException {
        write("sauna.yaml", SAUNA);
        open();

        write("sauna.yaml", SAUNA.replace("lane: care", "lane: cellar"));
        until(() -> !applications.refused().isEmpty());
        assertThat(applications.refused().get("sauna.yaml"))
                .startsWith("sauna.yaml, line 5, kinds[0].lane: no such lane; there are stay, appointment");
        assertThat(kind("sauna").lane()).isEqualTo("care");

        write("sauna.yaml", SAUNA.replace("lane: care", "lane: exam"));
        until(() -> applications.refused().isEmpty());
        assertThat(kind("sauna").lane()).isEqualTo("exam");
    }

    @Test
    void a_file_that_is_removed_is_no_longer_in_force() throws IOException {
        write("sauna.yaml", SAUNA);
        open();

        Files.delete(folder.resolve("sauna.yaml"));

        until(() -> applications.catalogue().kind("sauna").isEmpty());
    }

    @Test
    void a_folder_that_vanishes_leaves_all_in_force_and_says_so() throws IOException {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Files.writeString(mounted.resolve("sauna.yaml"), SAUNA);
        applications = ApplicationFolder.open(mounted, Duration.ofMillis(20), (file, catalogue) -> "");

        Files.move(mounted, folder.resolve("gone"));
        until(() -> applications.refused().containsKey("mounted"));
        assertThat(kind("sauna").lane()).isEqualTo("care");

        Files.move(folder.resolve("gone"), mounted);
        until(() -> applications.refused().isEmpty());
    }

    @Test
    void of_two_files_that_tell_one_kind_the_second_is_refused_by_the_name_of_the_first() throws IOException {
        write("a.yaml", SAUNA);
        write("b.yaml", SAUNA.replace("Étuve", "Bain de vapeur"));
        open();

        assertThat(applications.refused().get("b.yaml"))
                .isEqualTo("b.yaml, line 3, kinds[0].code: this kind is told by a.yaml");
        assertThat(kind("sauna").label().fr()).isEqualTo("Étuve");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    application: SAUNA           | applicaton: SAUNA        | line 1, applicaton: unknown field; known are application
                    icon: drip                   | icon: flame              | line 6, kinds[0].icon: no such icon; there are bed,
                    code: sauna                  | code: Sauna Rouge        | line 3, kinds[0].code: a code is of small letters
                    label: {fr: Étuve, en: Sauna} | label: {fr: Étuve}      | line 4, kinds[0].label: the field 'en' is missing
                    label: {fr: Étuve, en: Sauna} | label: {fr: Étuve       | no YAML
                    lane: care                   | code: other              | told twice
                    """)
    void what_is_wrong_is_told_by_file_line_and_field(String right, String wrong, String said) throws IOException {
        write("sauna.yaml", SAUNA.replace(right, wrong));
        open();

        assertThat(applications.refused().get("sauna.yaml"))
                .startsWith("sauna.yaml, line ")
                .contains(said);
        assertThat(applications.files()).isEmpty();
    }

    private void open() {
        applications = ApplicationFolder.open(folder, Duration.ofMillis(20), (file, catalogue) -> "");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private StepKind kind(String code) {
        return applications.catalogue().kind(code).orElseThrow();
    }

    private static void until(BooleanSupplier reached) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within ten seconds").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
