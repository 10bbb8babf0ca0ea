package org.parcours.query.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.KeyDefinition;
import org.parcours.query.store.KeyType;
import org.parcours.query.store.StoredDocument;

/**
 * The table of a collection in one generation: the id, the content and a column for each key; and a table
 * {@code (value, id)} for each key of type TEXTS.
 */
record CollectionTable(SqlDialect dialect, long generation, CollectionDefinition collection) {

    /** Between the values of a key of type TEXTS, in the document's own row. */
    private static final String SEPARATOR = "\n";

    private static final byte[] NO_CONTENT = {};

    String name() {
        return "g" + generation + "_" + collection.name();
    }

    /** Of a key of type TEXTS. */
    String nameOf(String key) {
        return name() + "_" + key.toLowerCase(Locale.ROOT);
    }

    /** With a prefix, because a key may be a reserved word. */
    static String column(String key) {
        return "k_" + key.toLowerCase(Locale.ROOT);
    }

    /** Of documents, in the order that {@link #read} expects. */
    String columns() {
        return Stream.concat(Stream.of("id", "content"), collection.keys().stream().map(key -> column(key.name())))
                .collect(Collectors.joining(", "));
    }

    private List<KeyDefinition> textsKeys() {
        return collection.keys().stream()
                .filter(key -> key.type() == KeyType.TEXTS)
                .toList();
    }

    void create(Connection connection) throws SQLException {
        var columns = collection.keys().stream()
                .map(key -> ", " + column(key.name()) + " "
                        + (key.type() == KeyType.NUMBER ? dialect.number : dialect.text))
                .collect(Collectors.joining());
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE %s (id %s NOT NULL PRIMARY KEY, content %s NOT NULL%s)"
                    .formatted(name(), dialect.text, dialect.bytes, columns));
            for (int i = 0; i < collection.indexes().size(); i++) {
                statement.execute("CREATE INDEX %s_%d ON %s (%s, id)"
                        .formatted(
                                name(),
                                i,
                                name(),
                                collection.indexes().get(i).stream()
                                        .map(CollectionTable::column)
                                        .collect(Collectors.joining(", "))));
            }
            for (var key : textsKeys()) {
                statement.execute("CREATE TABLE %s (value %s NOT NULL, id %s NOT NULL, PRIMARY KEY (value, id)) %s"
                        .formatted(nameOf(key.name()), dialect.text, dialect.text, dialect.clustered));
            }
        }
    }

    void drop(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var key : textsKeys()) {
                statement.execute("DROP TABLE IF EXISTS " + nameOf(key.name()));
            }
            statement.execute("DROP TABLE IF EXISTS " + name());
        }
    }

    /** A row of {@link QuerySql#keys}. */
    StoredDocument readKeys(ResultSet row, List<String> names) throws SQLException {
        Map<String, Object> keys = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            var value = value(collection.typeOf(names.get(i)), row, i + 2);
            if (value != null) {
                keys.put(names.get(i), value);
            }
        }
        return new StoredDocument(row.getString(1), keys, NO_CONTENT);
    }

    StoredDocument read(ResultSet row) throws SQLException {
        Map<String, Object> keys = new HashMap<>();
        int column = 3;
        for (var key : collection.keys()) {
            var value = value(key.type(), row, column);
            if (value != null) {
                keys.put(key.name(), value);
            }
            column++;
        }
        return new StoredDocument(row.getString(1), keys, row.getBytes(2));
    }

    private static @Nullable Object value(KeyType type, ResultSet row, int column) throws SQLException {
        if (type == KeyType.NUMBER) {
            long number = row.getLong(column);
            return row.wasNull() ? null : number;
        }
        var text = row.getString(column);
        return text == null || type == KeyType.TEXT ? text : List.of(text.split(SEPARATOR));
    }

    void write(Connection connection, Collection<DocumentChange> changes) throws SQLException {
        upsert(connection, changes);
        delete(connection, changes);
        for (var key : textsKeys()) {
            writeTexts(connection, key.name(), changes);
        }
    }

    private void upsert(Connection connection, Collection<DocumentChange> changes) throws SQLException {
        var keys = collection.keys();
        var sql = "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (id) DO UPDATE SET content = excluded.content%s"
                .formatted(
                        name(),
                        columns(),
                        Stream.generate(() -> "?").limit(2 + keys.size()).collect(Collectors.joining(", ")),
                        keys.stream()
                                .map(key -> ", %1$s = excluded.%1$s".formatted(column(key.name())))
                                .collect(Collectors.joining()));
        var batch = new StatementBatch();
        try (var statement = connection.prepareStatement(sql)) {
            for (var change : changes) {
                if (change.after().isPresent()) {
                    bind(statement, change.after().get(), keys);
                    batch.add(statement);
                }
            }
            batch.execute(statement);
        }
    }

    private void bind(PreparedStatement statement, StoredDocument document, List<KeyDefinition> keys)
            throws SQLException {
        statement.setString(1, document.id());
        statement.setBytes(2, document.content());
        int parameter = 3;
        for (var key : keys) {
            var value = document.keys().get(key.name());
            if (value == null) {
                statement.setNull(parameter, key.type() == KeyType.NUMBER ? Types.BIGINT : Types.VARCHAR);
            } else {
                switch (key.type()) {
                    case NUMBER -> statement.setLong(parameter, (Long) value);
                    case TEXT -> statement.setString(parameter, storable((String) value));
                    case TEXTS -> statement.setString(parameter, String.join(SEPARATOR, texts(document, key.name())));
                }
            }
            parameter++;
        }
    }

    /** PostgreSQL's texts cannot hold NUL; the content is bytes and can. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD').replace(SEPARATOR, "\uFFFD");
    }

    private void delete(Connection connection, Collection<DocumentChange> changes) throws SQLException {
        var batch = new StatementBatch();
        try (var statement = connection.prepareStatement("DELETE FROM " + name() + " WHERE id = ?")) {
            for (var change : changes) {
                if (change.after().isEmpty()) {
                    statement.setString(1, change.before().orElseThrow().id());
                    batch.add(statement);
                }
            }
            batch.execute(statement);
        }
    }

    private void writeTexts(Connection connection, String key, Collection<DocumentChange> changes)
            throws SQLException {
        List<List<String>> removed = new ArrayList<>();
        List<List<String>> added = new ArrayList<>();
        for (var change : changes) {
            Set<String> before = change.before().map(document -> texts(document, key)).orElse(Set.of());
            Set<String> after = change.after().map(document -> texts(document, key)).orElse(Set.of());
            var id = change.after().or(change::before).orElseThrow().id();
            before.stream().filter(value -> !after.contains(value)).forEach(value -> removed.add(List.of(value, id)));
            after.stream().filter(value -> !before.contains(value)).forEach(value -> added.add(List.of(value, id)));
        }
        execute(connection, "DELETE FROM " + nameOf(key) + " WHERE value = ? AND id = ?", removed);
        execute(
                connection,
                "INSERT INTO " + nameOf(key) + " (value, id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                added);
    }

    private static Set<String> texts(StoredDocument document, String key) {
        return document.texts(key).stream().map(CollectionTable::storable).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static void execute(Connection connection, String sql, List<List<String>> rows) throws SQLException {
        var batch = new StatementBatch();
        try (var statement = connection.prepareStatement(sql)) {
            for (var row : rows) {
                ViewDatabase.bind(statement, row);
                batch.add(statement);
            }
            batch.execute(statement);
        }
    }

    /** Sends the rows of a statement to the database in batches of limited size. */
    private static final class StatementBatch {

        private static final int MAX_ROWS = 1000;

        private int rows;

        void add(PreparedStatement statement) throws SQLException {
            statement.addBatch();
            if (++rows % MAX_ROWS == 0) {
                statement.executeBatch();
            }
        }

        void execute(PreparedStatement statement) throws SQLException {
            if (rows % MAX_ROWS != 0) {
                statement.executeBatch();
            }
        }
    }
}
