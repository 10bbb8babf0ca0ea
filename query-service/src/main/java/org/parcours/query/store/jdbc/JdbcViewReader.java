package org.parcours.query.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.store.ViewStoreException;

/** Reads one generation through one connection, whose transaction is the snapshot. */
final class JdbcViewReader implements ViewReader {

    private static final int MAX_IDS = 500;
    private static final int FETCH_SIZE = 500;

    /** To read so many documents and sort them takes some milliseconds. */
    private static final int MANY_VALUES = 5000;

    private final SqlDialect dialect;
    private final long generation;
    private final Connection connection;

    @FunctionalInterface
    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    JdbcViewReader(SqlDialect dialect, long generation, Connection connection) {
        this.dialect = dialect;
        this.generation = generation;
        this.connection = connection;
    }

    @Override
    public Optional<StoredDocument> get(CollectionDefinition collection, String id) {
        return Optional.ofNullable(getAll(collection, List.of(id)).get(id));
    }

    @Override
    public Map<String, StoredDocument> getAll(CollectionDefinition collection, Collection<String> ids) {
        Map<String, StoredDocument> documents = new HashMap<>();
        var all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += MAX_IDS) {
            var some = all.subList(from, Math.min(all.size(), from + MAX_IDS));
            forEach(
                    ViewQuery.of(collection, new Condition.IdOneOf(some)),
                    document -> documents.put(document.id(), document));
        }
        return documents;
    }

    @Override
    public List<StoredDocument> find(ViewQuery query) {
        List<StoredDocument> documents = new ArrayList<>();
        forEach(query, documents::add);
        return documents;
    }

    @Override
    public void forEach(ViewQuery query, Consumer<StoredDocument> action) {
        var table = new CollectionTable(dialect, generation, query.collection());
        forEach(
                QuerySql.documents(table, query, prefix -> isLimited(query) && matchesMany(table, prefix)),
                row -> action.accept(table.read(row)));
    }

    private static boolean isLimited(ViewQuery query) {
        return query.limit() < Integer.MAX_VALUE;
    }

    private boolean matchesMany(CollectionTable table, Condition.Prefix prefix) {
        return count(QuerySql.countValues(table, prefix, MANY_VALUES)) == MANY_VALUES;
    }

    @Override
    public void forEachKeys(ViewQuery query, List<String> keys, Consumer<StoredDocument> action) {
        var table = new CollectionTable(dialect, generation, query.collection());
        forEach(QuerySql.keys(table, query, keys), row -> action.accept(table.readKeys(row, keys)));
    }

    private void forEach(QuerySql select, RowReader reader) {
        try (var statement = connection.prepareStatement(select.sql())) {
            statement.setFetchSize(FETCH_SIZE);
            ViewDatabase.bind(statement, select.parameters());
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public long count(ViewQuery query) {
        return count(QuerySql.count(new CollectionTable(dialect, generation, query.collection()), query.conditions()));
    }

    private long count(QuerySql select) {
        try (var statement = connection.prepareStatement(select.sql())) {
            ViewDatabase.bind(statement, select.parameters());
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static ViewStoreException failed(SQLException e) {
        return ViewDatabase.exception("read", e);
    }
}
