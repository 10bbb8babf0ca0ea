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
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.catalogue.StepKindDefinition;

/** A kind of step comes by a file, and a file that is wrong changes nothing. */
class ApplicationDefinitionFolderTest {

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

    private ApplicationDefinitionFolder<String> applications;

    @AfterEach
    void close() {
        applications.close();
    }

    @Test
    void a_new_kind_is_added_to_the_standard_catalogue() throws IOException {
        write("sauna.yaml", SAUNA);
        open();

        assertThat(kind("sauna").label().in(Locale.FRENCH)).isEqualTo("Étuve");
        assertThat(kind("letter").label().in(Locale.FRENCH)).isEqualTo("Lettre de liaison");
    }

    @Test
    void a_hospital_can_relabel_a_standard_kind() throws IOException {
        write("dialyse.yaml", SAUNA.replace("code: sauna", "code: dialysis").replace("Étuve", "Séance d'EER"));
        open();

        assertThat(kind("dialysis").label().in(Locale.FRENCH)).isEqualTo("Séance d'EER");
    }

    @Test
    void a_missing_folder_has_no_definitions_until_it_appears() throws IOException {
        Path later = folder.resolve("later");
        applications = ApplicationDefinitionFolder.open(later, Duration.ofMillis(20), (file, catalogue) -> "");
        assertThat(applications.rejected()).isEmpty();

        Files.createDirectory(later);
        Files.writeString(later.resolve("sauna.yaml"), SAUNA);

        until(() -> applications.catalogue().kind("sauna").isPresent());
    }

    @Test
    void a_change_is_active_without_a_restart() throws IOException {
        write("sauna.yaml", SAUNA);
        open();
        StepCatalogue catalogue = applications.catalogue();

        write("sauna.yaml", SAUNA.replace("Étuve", "Sauna finlandais"));

        until(() -> catalogue.kind("sauna").orElseThrow().label().fr().equals("Sauna finlandais"));
    }

    @Test
    void an_invalid_change_is_reported_and_leaves_the_last_valid_version_active() throws IOException {
        write("sauna.yaml", SAUNA);
        open();

        write("sauna.yaml", SAUNA.replace("lane: care", "lane: cellar"));
        until(() -> !applications.rejected().isEmpty());
        assertThat(applications.rejected().get("sauna.yaml"))
                .startsWith("sauna.yaml, line 5, kinds[0].lane: unknown lane; known lanes are stay, appointment");
        assertThat(kind("sauna").lane()).isEqualTo("care");

        write("sauna.yaml", SAUNA.replace("lane: care", "lane: exam"));
        until(() -> applications.rejected().isEmpty());
        assertThat(kind("sauna").lane()).isEqualTo("exam");
    }

    @Test
    void a_removed_file_is_no_longer_active() throws IOException {
        write("sauna.yaml", SAUNA);
        open();

        Files.delete(folder.resolve("sauna.yaml"));

        until(() -> applications.catalogue().kind("sauna").isEmpty());
    }

    @Test
    void a_folder_that_disappears_is_reported_and_leaves_all_definitions_active() throws IOException {
        Path mounted = Files.createDirectory(folder.resolve("mounted"));
        Files.writeString(mounted.resolve("sauna.yaml"), SAUNA);
        applications = ApplicationDefinitionFolder.open(mounted, Duration.ofMillis(20), (file, catalogue) -> "");

        Files.move(mounted, folder.resolve("gone"));
        until(() -> applications.rejected().containsKey("mounted"));
        assertThat(kind("sauna").lane()).isEqualTo("care");

        Files.move(folder.resolve("gone"), mounted);
        until(() -> applications.rejected().isEmpty());
    }

    @Test
    void of_two_files_that_define_one_kind_the_second_is_rejected_naming_the_first() throws IOException {
        write("a.yaml", SAUNA);
        write("b.yaml", SAUNA.replace("Étuve", "Bain de vapeur"));
        open();

        assertThat(applications.rejected().get("b.yaml"))
                .isEqualTo("b.yaml, line 3, kinds[0].code: this kind is defined by a.yaml");
        assertThat(kind("sauna").label().fr()).isEqualTo("Étuve");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    application: SAUNA           | applicaton: SAUNA        | line 1, applicaton: unknown field; known are application
                    icon: drip                   | icon: flame              | line 6, kinds[0].icon: unknown icon; known icons are bed,
                    code: sauna                  | code: Sauna Rouge        | line 3, kinds[0].code: a code has lower-case letters
                    label: {fr: Étuve, en: Sauna} | label: {fr: Étuve}      | line 4, kinds[0].label: the field 'en' is missing
                    label: {fr: Étuve, en: Sauna} | label: {fr: Étuve       | not YAML
                    lane: care                   | code: other              | duplicate field
                    """)
    void an_error_names_file_line_and_field(String right, String wrong, String said) throws IOException {
        write("sauna.yaml", SAUNA.replace(right, wrong));
        open();

        assertThat(applications.rejected().get("sauna.yaml"))
                .startsWith("sauna.yaml, line ")
                .contains(said);
        assertThat(applications.files()).isEmpty();
    }

    private void open() {
        applications = ApplicationDefinitionFolder.open(folder, Duration.ofMillis(20), (file, catalogue) -> "");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private StepKindDefinition kind(String code) {
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
