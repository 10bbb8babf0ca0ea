package org.parcours.standalone.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class SampleFilesTest {

    @TempDir
    private Path folder;

    @Test
    void without_samples_a_test_is_skipped_with_the_option_that_sets_their_folder() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> SampleFiles.folder("hl7v2", Optional.empty(), folder))
                .withMessageContaining("-Dsamples=DIR");
    }

    @Test
    void they_are_found_in_the_configured_folder_or_beside_a_parent_folder() throws IOException {
        Path configured = Files.createDirectories(folder.resolve("elsewhere/hl7v2"));
        Path beside = Files.createDirectories(folder.resolve("shared/samples/hl7v2"));
        Path deep = Files.createDirectories(folder.resolve("a/b/c"));

        assertThat(SampleFiles.folder("hl7v2", Optional.of(configured.getParent()), deep))
                .isEqualTo(configured);
        assertThat(SampleFiles.folder("hl7v2", Optional.empty(), deep)).isEqualTo(beside);
    }

    @Test
    void a_wrong_configured_folder_is_an_error_and_not_a_skip() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> SampleFiles.folder("hl7v2", Optional.of(folder), folder))
                .withMessageContaining("has no folder hl7v2");
    }
}
