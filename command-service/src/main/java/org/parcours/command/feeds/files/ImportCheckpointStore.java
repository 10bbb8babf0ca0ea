package org.parcours.command.feeds.files;

import java.util.Optional;
import org.parcours.events.DerivedIds;

/** Stores import checkpoints in the database of the log, so that a restored backup has both from the same moment. */
public interface ImportCheckpointStore {

    Optional<ImportCheckpoint> find(String file);

    /** Where two processes import the same file, the last one to save wins: both have recorded its messages. */
    void save(String file, ImportCheckpoint checkpoint);

    /** The key of a file: the hash of its name, since a file name may contain a person's name. */
    static String key(String file) {
        return DerivedIds.hash(file);
    }
}
