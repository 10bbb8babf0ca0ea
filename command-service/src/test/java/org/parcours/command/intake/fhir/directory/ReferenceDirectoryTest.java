package org.parcours.command.intake.fhir.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.parcours.command.store.TestStorageBackend;
import org.parcours.events.Identifier;

/** What is kept of the places and people that messages refer to, in every store. */
class ReferenceDirectoryTest {

    private static final Identifier UNIT = Identifier.of("urn:parcours:sender:EHR", "Location/1");
    private static final String KEY = ReferenceDirectory.key("EHR", "Location", UNIT);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void an_entry_is_found_after_a_restart_by_its_application_and_its_type_only(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            ReferenceDirectory first = new ReferenceDirectory(storage.fhirDirectory());
            assertThat(find(first)).isEmpty();

            first.save(Map.of(KEY, new ReferenceDirectoryEntry("{\"name\":\"Cardiologie\"}", 0, 0)));

            ReferenceDirectory restarted = new ReferenceDirectory(storage.fhirDirectory());
            assertThat(find(first)).contains("{\"name\":\"Cardiologie\"}");
            assertThat(find(restarted)).contains("{\"name\":\"Cardiologie\"}");
            assertThat(restarted.find("LAB", "Location", List.of(UNIT))).isEmpty();
            assertThat(restarted.find("EHR", "Organization", List.of(UNIT))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_older_version_replaces_nothing_a_newer_one_and_one_without_a_version_do(TestStorageBackend backend) {
        try (var storage = backend.open(directory)) {
            assertThat(afterSaving(storage.fhirDirectory(), "new", 2000, 0, "old", 1000, 0))
                    .contains("new");
            assertThat(afterSaving(storage.fhirDirectory(), "new", 0, 2, "old", 0, 1))
                    .contains("new");
            assertThat(afterSaving(storage.fhirDirectory(), "new", 2000, 1, "old", 1000, 2))
                    .contains("new");
            assertThat(afterSaving(storage.fhirDirectory(), "old", 1000, 1, "new", 2000, 1))
                    .contains("new");
            assertThat(afterSaving(storage.fhirDirectory(), "old", 1000, 2, "new", 1000, 3))
                    .contains("new");
            assertThat(afterSaving(storage.fhirDirectory(), "old", 1000, 2, "new", 0, 0))
                    .contains("new");
        }
    }

    private static Optional<String> afterSaving(
            ReferenceDirectoryStore store,
            String one,
            long updated,
            long version,
            String other,
            long updated2,
            long version2) {
        String key = "key-" + one + updated + "-" + version + "-" + updated2 + "-" + version2;
        store.save(Map.of(key, new ReferenceDirectoryEntry(one, updated, version)));
        store.save(Map.of(key, new ReferenceDirectoryEntry(other, updated2, version2)));
        return store.find(key).map(ReferenceDirectoryEntry::resource);
    }

    private static Optional<String> find(ReferenceDirectory directory) {
        return directory.find("EHR", "Location", List.of(UNIT));
    }
}
