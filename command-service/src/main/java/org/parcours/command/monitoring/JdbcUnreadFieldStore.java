package org.parcours.command.monitoring;

import java.time.Instant;
import java.util.List;
import org.parcours.command.store.Database;

/** Stores unread fields as rows in SQLite or PostgreSQL. */
public record JdbcUnreadFieldStore(Database database) implements UnreadFieldStore {

    private static final String ADD = """
            INSERT INTO unread_field (application, path, messages, first_at, last_at, example) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (application, path) DO UPDATE SET messages = unread_field.messages + excluded.messages,
              first_at = CASE WHEN excluded.first_at < unread_field.first_at THEN excluded.first_at ELSE unread_field.first_at END,
              last_at = CASE WHEN excluded.last_at > unread_field.last_at THEN excluded.last_at ELSE unread_field.last_at END,
              example = CASE WHEN excluded.last_at >= unread_field.last_at THEN excluded.example ELSE unread_field.example END""";

    private static final String SELECT =
            "SELECT application, path, messages, first_at, last_at, example FROM unread_field WHERE application = ?";

    @Override
    public void add(List<UnreadField> additions) {
        database.write(connection -> {
            try (var insert = connection.prepareStatement(ADD)) {
                for (UnreadField field : additions) {
                    insert.setString(1, withoutNul(field.application()));
                    insert.setString(2, withoutNul(field.path()));
                    insert.setLong(3, field.messages());
                    insert.setLong(4, field.firstReceivedAt().toEpochMilli());
                    insert.setLong(5, field.lastReceivedAt().toEpochMilli());
                    insert.setString(6, withoutNul(field.exampleMessageId()));
                    insert.addBatch();
                }
                return insert.executeBatch().length;
            }
        });
    }

    @Override
    public List<UnreadField> ofApplication(String application) {
        return database.query(
                row -> new UnreadField(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        Instant.ofEpochMilli(row.getLong(5)),
                        row.getString(6)),
                SELECT,
                withoutNul(application));
    }

    /** PostgreSQL stores no NUL. */
    private static String withoutNul(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
