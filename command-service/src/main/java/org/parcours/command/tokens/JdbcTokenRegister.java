package org.parcours.command.tokens;

import java.util.List;
import java.util.Optional;
import org.parcours.command.store.Database;

/** Entries as rows, in SQLite or PostgreSQL. */
public final class JdbcTokenRegister implements TokenRegister {

    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS processor_token (
              processor {text} NOT NULL PRIMARY KEY,
              version   {long} NOT NULL,
              state     {text} NOT NULL)""";
    private static final String INSERT =
            "INSERT INTO processor_token (processor, version, state) VALUES (?, 1, ?) ON CONFLICT (processor) DO NOTHING";
    private static final String UPDATE =
            "UPDATE processor_token SET version = version + 1, state = ? WHERE processor = ? AND version = ?";

    private final Database database;

    public JdbcTokenRegister(Database database) {
        this.database = database;
        database.define("tokens", 1, List.of(TABLE));
    }

    @Override
    public Optional<Entry> get(String processor) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT version, state FROM processor_token WHERE processor = ?")) {
                select.setString(1, processor);
                try (var row = select.executeQuery()) {
                    return row.next() ? Optional.of(new Entry(row.getLong(1), row.getString(2))) : Optional.empty();
                }
            }
        });
    }

    @Override
    public boolean put(String processor, long version, String state) {
        return database.write(connection -> {
            try (var write = connection.prepareStatement(version == 0 ? INSERT : UPDATE)) {
                write.setString(1, version == 0 ? processor : state);
                write.setString(2, version == 0 ? state : processor);
                if (version > 0) {
                    write.setLong(3, version);
                }
                return write.executeUpdate() == 1;
            }
        });
    }
}
