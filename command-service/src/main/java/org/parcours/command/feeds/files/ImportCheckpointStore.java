package org.parcours.command.feeds.files;

import java.util.Optional;
import org.parcours.events.DerivedIds;

/** Keeps import checkpoints in the store of the log, so that a restored backup has both from the same moment. */
public interface ImportCheckpointStore {

    Optional<ImportCheckpoint> find(String file);

    /** Where two processes import the same file, the last one to save wins: both have recorded it. */
    void save(String file, ImportCheckpoint checkpoint);

    /** A file's key: the hash of its name, which may contain a person's. */
    static String key(String file) {
        return DerivedIds.hash(file);
    }
}
