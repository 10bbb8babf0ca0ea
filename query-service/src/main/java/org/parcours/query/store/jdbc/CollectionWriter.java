package org.parcours.query.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.KeyDefinition;
import org.parcours.query.store.KeyType;
import org.parcours.query.store.StoredDocument;

/** Writes the changes of a batch into the tables of one collection. */
record CollectionWriter(CollectionTable table) {

    private static final String SEPARATOR = String.valueOf(SqlText.SEPARATOR);

    void write(Connection connection, Collection<DocumentChange> changes) throws SQLException {
        upsert(connection, changes);
        delete(connection, changes);
        for (var key : table.textsKeys()) {
            writeTexts(connection, key.name(), changes);
        }
    }

    private void upsert(Connection connection, Collection<DocumentChange> changes) throws SQLException {
        var keys = table.collection().keys();
        var sql =
                "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (id) DO UPDATE SET content = excluded.content, originals = excluded.originals%s"
                        .formatted(
                                table.name(),
                                table.columns(),
                                Stream.generate(() -> "?")
                                        .limit(3 + keys.size())
                                        .collect(Collectors.joining(", ")),
                                keys.stream()
                                        .map(key ->
                                                ", %1$s = excluded.%1$s".formatted(CollectionTable.column(key.name())))
                                        .collect(Collectors.joining()));
        var indexed =
                keys.stream().map(KeyDefinition::name).filter(table::isIndexed).collect(Collectors.toSet());
        var batch = new StatementBatch();
        try (var statement = connection.prepareStatement(sql)) {
            for (var change : changes) {
                if (change.after().isPresent()) {
                    bind(statement, change.after().get(), keys, indexed);
                    batch.add(statement);
                }
            }
            batch.execute(statement);
        }
    }

    private static void bind(
            PreparedStatement statement, StoredDocument document, List<KeyDefinition> keys, Set<String> indexed)
            throws SQLException {
        var id = SqlText.indexed(document.id());
        boolean isStoredAsItIs = id.equals(document.id());
        statement.setString(1, id);
        statement.setBytes(2, document.content());
        int parameter = 4;
        for (var key : keys) {
            switch (document.keys().get(key.name())) {
                case null -> statement.setNull(parameter, key.type() == KeyType.NUMBER ? Types.BIGINT : Types.VARCHAR);
                case Long number -> statement.setLong(parameter, number);
                case String text -> {
                    var stored = indexed.contains(key.name()) ? SqlText.indexed(text) : SqlText.storable(text);
                    isStoredAsItIs &= stored.equals(text);
                    statement.setString(parameter, stored);
                }
                case Object _ -> {
                    var texts = document.texts(key.name());
                    var stored = CollectionTable.join(texts);
                    isStoredAsItIs &= stored.equals(String.join(SEPARATOR, texts) + SEPARATOR);
                    statement.setString(parameter, stored);
                }
            }
            parameter++;
        }
        if (isStoredAsItIs) {
            statement.setNull(3, Types.BINARY);
        } else {
            statement.setBytes(3, OriginalTexts.encode(document));
        }
    }

    private void delete(Connection connection, Collection<DocumentChange> changes) throws SQLException {
        var batch = new StatementBatch();
        try (var statement = connection.prepareStatement("DELETE FROM " + table.name() + " WHERE id = ?")) {
            for (var change : changes) {
                if (change.after().isEmpty()) {
                    statement.setString(
                            1, SqlText.indexed(change.before().orElseThrow().id()));
                    batch.add(statement);
                }
            }
            batch.execute(statement);
        }
    }

    private void writeTexts(Connection connection, String key, Collection<DocumentChange> changes) throws SQLException {
        List<List<String>> removed = new ArrayList<>();
        List<List<String>> added = new ArrayList<>();
        for (var change : changes) {
            Set<String> before =
                    change.before().map(document -> texts(document, key)).orElse(Set.of());
            Set<String> after =
                    change.after().map(document -> texts(document, key)).orElse(Set.of());
            var id = SqlText.indexed(
                    change.after().or(change::before).orElseThrow().id());
            before.stream().filter(value -> !after.contains(value)).forEach(value -> removed.add(List.of(value, id)));
            after.stream().filter(value -> !before.contains(value)).forEach(value -> added.add(List.of(value, id)));
        }
        execute(connection, "DELETE FROM " + table.nameOf(key) + " WHERE value = ? AND id = ?", removed);
        execute(
                connection,
                "INSERT INTO " + table.nameOf(key) + " (value, id) VALUES (?, ?) ON CONFLICT DO NOTHING",
                added);
    }

    private static Set<String> texts(StoredDocument document, String key) {
        return document.texts(key).stream().map(SqlText::indexed).collect(Collectors.toCollection(LinkedHashSet::new));
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
