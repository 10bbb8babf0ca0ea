package org.parcours.command.feeds.files;

import java.util.Optional;
import org.parcours.command.store.Database;

/** Import checkpoints in SQLite or PostgreSQL. */
public record JdbcImportCheckpointStore(Database database) implements ImportCheckpointStore {

    private static final String SAVE = """
            INSERT INTO import_checkpoint (file, checkpoint) VALUES (?, ?)
            ON CONFLICT (file) DO UPDATE SET checkpoint = excluded.checkpoint""";

    @Override
    public Optional<ImportCheckpoint> find(String file) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT checkpoint FROM import_checkpoint WHERE file = ?")) {
                select.setString(1, ImportCheckpointStore.key(file));
                try (var row = select.executeQuery()) {
                    return row.next() ? Optional.of(ImportCheckpoint.parse(row.getString(1))) : Optional.empty();
                }
            }
        });
    }

    @Override
    public void save(String file, ImportCheckpoint checkpoint) {
        database.write(connection -> {
            try (var save = connection.prepareStatement(SAVE)) {
                save.setString(1, ImportCheckpointStore.key(file));
                save.setString(2, checkpoint.format());
                return save.executeUpdate();
            }
        });
    }
}
