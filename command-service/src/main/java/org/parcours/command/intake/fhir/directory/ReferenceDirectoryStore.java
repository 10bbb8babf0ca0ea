package org.parcours.command.intake.fhir.directory;

import java.util.Map;
import java.util.Optional;

/**
 * Stores the directory in the database of the log, for all processes together. Every method throws {@link
 * org.parcours.command.store.StoreOperationException} where the store cannot be read or written.
 */
public interface ReferenceDirectoryStore {

    Optional<ReferenceDirectoryEntry> find(String key);

    /** An entry that is {@linkplain ReferenceDirectoryEntry#isOlderThan older} than the stored one does not replace it. */
    void save(Map<String, ReferenceDirectoryEntry> entries);
}
