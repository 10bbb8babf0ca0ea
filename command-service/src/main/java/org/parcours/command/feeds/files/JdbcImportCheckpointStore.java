package org.parcours.command.feeds.files;

import java.util.List;
import java.util.Optional;
import org.parcours.command.store.Database;

/** Import checkpoints in SQLite or PostgreSQL. */
public final class JdbcImportCheckpointStore implements ImportCheckpointStore {

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS processor_token (
              processor {text} NOT NULL PRIMARY KEY,
              version   {long} NOT NULL,
              state     {text} NOT NULL)""";
    private static final String SAVE = """
            INSERT INTO processor_token (processor, version, state) VALUES (?, 1, ?)
            ON CONFLICT (processor) DO UPDATE SET version = processor_token.version + 1, state = excluded.state""";

    private final Database database;

    public JdbcImportCheckpointStore(Database database) {
        this.database = database;
        database.define("tokens", 1, List.of(TABLE));
    }

    @Override
    public Optional<ImportCheckpoint> find(String file) {
        return database.read(connection -> {
            try (var select = connection.prepareStatement("SELECT state FROM processor_token WHERE processor = ?")) {
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
