package org.parcours.query.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.KeyDefinition;
import org.parcours.query.store.KeyType;
import org.parcours.query.store.StoredDocument;

/**
 * The table of a collection in one generation: the id, the content, the {@link OriginalTexts} where they differ, and a
 * column for each key; and a table {@code (value, id)} for each key of type TEXTS.
 */
record CollectionTable(SqlDialect dialect, long generation, CollectionDefinition collection) {

    /** Of the names of all tables of a generation. */
    static String prefix(long generation) {
        return "g" + generation + "_";
    }

    private static final byte[] NO_CONTENT = {};

    String name() {
        return prefix(generation) + collection.name();
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
        return Stream.concat(
                        Stream.of("id", "content", "originals"),
                        collection.keys().stream().map(key -> column(key.name())))
                .collect(Collectors.joining(", "));
    }

    List<KeyDefinition> textsKeys() {
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
            statement.execute("CREATE TABLE %s (id %s NOT NULL PRIMARY KEY, content %s NOT NULL, originals %s%s)"
                    .formatted(name(), dialect.text, dialect.bytes, dialect.bytes, columns));
            for (int i = 0; i < collection.indexes().size(); i++) {
                List<String> keys = collection.indexes().get(i);
                statement.execute("CREATE INDEX %s_%d ON %s (%s, id)%s"
                        .formatted(
                                name(),
                                i,
                                name(),
                                keys.stream().map(CollectionTable::column).collect(Collectors.joining(", ")),
                                collection
                                        .requiredKey(keys)
                                        .map(key -> " WHERE " + column(key) + " IS NOT NULL")
                                        .orElse("")));
            }
            for (var key : textsKeys()) {
                statement.execute("CREATE TABLE %s (value %s NOT NULL, id %s NOT NULL, PRIMARY KEY (value, id)) %s"
                        .formatted(nameOf(key.name()), dialect.text, dialect.text, dialect.clustered));
            }
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
        int column = 4;
        for (var key : collection.keys()) {
            var value = value(key.type(), row, column);
            if (value != null) {
                keys.put(key.name(), value);
            }
            column++;
        }
        var stored = new StoredDocument(row.getString(1), keys, row.getBytes(2));
        var originals = row.getBytes(3);
        return originals == null ? stored : OriginalTexts.restore(stored, originals);
    }

    private static @Nullable Object value(KeyType type, ResultSet row, int column) throws SQLException {
        if (type == KeyType.NUMBER) {
            long number = row.getLong(column);
            return row.wasNull() ? null : number;
        }
        var text = row.getString(column);
        return text == null || type == KeyType.TEXT ? text : split(text);
    }

    /** Each value ends with the separator. */
    static String join(List<String> texts) {
        return texts.stream()
                .map(text -> SqlText.storable(text) + SqlText.SEPARATOR)
                .collect(Collectors.joining());
    }

    private static List<String> split(String joined) {
        var texts = joined.split(String.valueOf(SqlText.SEPARATOR), -1);
        return List.of(texts).subList(0, texts.length - 1);
    }

    /** A text as this key's column holds it. */
    String storable(String key, String text) {
        return isIndexed(key) ? SqlText.indexed(text) : SqlText.storable(text);
    }

    boolean isIndexed(String key) {
        return collection.typeOf(key) == KeyType.TEXTS
                || collection.indexes().stream().anyMatch(index -> index.contains(key));
    }
}
