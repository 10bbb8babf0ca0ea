package org.parcours.command.intake.fhir.directory;

import java.util.Map;
import java.util.Optional;
import org.parcours.command.store.Database;

/** The directory as rows in SQLite or PostgreSQL. */
public record JdbcReferenceDirectoryStore(Database database) implements ReferenceDirectoryStore {

    /** The condition is {@link ReferenceDirectoryEntry#isOlderThan}. */
    private static final String SAVE = """
            INSERT INTO fhir_directory (id, resource, updated_at, version) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
              resource = excluded.resource, updated_at = excluded.updated_at, version = excluded.version
            WHERE CASE
              WHEN excluded.updated_at > 0 AND fhir_directory.updated_at > 0
                AND excluded.updated_at <> fhir_directory.updated_at
                THEN excluded.updated_at > fhir_directory.updated_at
              ELSE excluded.version = 0 OR fhir_directory.version = 0 OR excluded.version >= fhir_directory.version
            END""";

    @Override
    public Optional<ReferenceDirectoryEntry> find(String key) {
        return database
                .query(
                        row -> new ReferenceDirectoryEntry(row.getString(1), row.getLong(2), row.getLong(3)),
                        "SELECT resource, updated_at, version FROM fhir_directory WHERE id = ?",
                        key)
                .stream()
                .findFirst();
    }

    @Override
    public void save(Map<String, ReferenceDirectoryEntry> entries) {
        database.write(connection -> {
            try (var save = connection.prepareStatement(SAVE)) {
                for (var entry : entries.entrySet()) {
                    save.setString(1, entry.getKey());
                    save.setString(2, entry.getValue().resource());
                    save.setLong(3, entry.getValue().updatedAt());
                    save.setLong(4, entry.getValue().version());
                    save.addBatch();
                }
                return save.executeBatch().length;
            }
        });
    }
}
