package org.parcours.query.store.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.query.store.Condition;
import org.parcours.query.store.KeyType;
import org.parcours.query.store.ViewQuery;

/** The SQL of a query, with its parameters. */
final class QuerySql {

    /** Follows each text that begins with the prefix, by bytes. */
    private static final String LAST_CHARACTER = "\uDBFF\uDFFF";

    private static final String RANGE = "%1$s >= ? AND %1$s < ?";
    /** A statement of PostgreSQL has at most 65,535. */
    private static final int MAX_PLACEHOLDERS = 1000;

    private final CollectionTable table;
    private final Predicate<Condition.Prefix> matchesMany;
    private final StringBuilder sql;
    private final List<Object> parameters = new ArrayList<>();

    private QuerySql(CollectionTable table, String selected, Predicate<Condition.Prefix> matchesMany) {
        this.table = table;
        this.matchesMany = matchesMany;
        sql = new StringBuilder("SELECT " + selected + " FROM " + table.name());
    }

    /**
     * @param matchesMany whether so many values of a key of type TEXTS begin with it that the first documents by the order of
     *     the query are found faster among all documents than among those with such a value
     */
    static QuerySql documents(CollectionTable table, ViewQuery query, Predicate<Condition.Prefix> matchesMany) {
        return select(table, query, table.columns(), matchesMany);
    }

    /** Counts the values of a key of type TEXTS that begin with the prefix, up to the limit. */
    static QuerySql countValues(CollectionTable table, Condition.Prefix condition, int limit) {
        var select = new QuerySql(table, "", _ -> false);
        select.sql.setLength(0);
        select.sql
                .append("SELECT count(*) FROM (SELECT 1 FROM ")
                .append(table.nameOf(condition.key()))
                .append(" WHERE ")
                .append(select.range(condition).formatted("value"))
                .append(" LIMIT ")
                .append(limit)
                .append(") AS counted");
        return select;
    }

    /** Selects the id and these keys. */
    static QuerySql keys(CollectionTable table, ViewQuery query, List<String> keys) {
        return select(
                table,
                query,
                Stream.concat(Stream.of("id"), keys.stream().map(CollectionTable::column))
                        .collect(Collectors.joining(", ")),
                _ -> false);
    }

    private static QuerySql select(
            CollectionTable table, ViewQuery query, String columns, Predicate<Condition.Prefix> matchesMany) {
        var select = new QuerySql(table, columns, matchesMany);
        select.where(query.conditions());
        select.after(query);
        var direction = query.descending() ? " DESC" : "";
        select.sql.append(Stream.concat(query.sortKeys().stream().map(CollectionTable::column), Stream.of("id"))
                .map(column -> column + direction)
                .collect(Collectors.joining(", ", " ORDER BY ", "")));
        if (query.limit() < Integer.MAX_VALUE) {
            select.sql.append(" LIMIT ").append(query.limit());
        }
        return select;
    }

    static QuerySql count(CollectionTable table, List<Condition> conditions) {
        var select = new QuerySql(table, "count(*)", _ -> false);
        select.where(conditions);
        return select;
    }

    String sql() {
        return sql.toString();
    }

    List<Object> parameters() {
        return parameters;
    }

    private void where(List<Condition> conditions) {
        sql.append(conditions.stream().map(this::sql).collect(Collectors.joining(" AND ", " WHERE ", "")));
        if (conditions.isEmpty()) {
            sql.append("TRUE");
        }
    }

    private void after(ViewQuery query) {
        query.after().ifPresent(position -> {
            sql.append(Stream.concat(query.sortKeys().stream().map(CollectionTable::column), Stream.of("id"))
                    .collect(Collectors.joining(", ", " AND (", query.descending() ? ") < " : ") > ")));
            sql.append(placeholders(position));
            for (int i = 0; i < position.size(); i++) {
                parameters.add(
                        i < query.sortKeys().size()
                                ? storable(query.sortKeys().get(i), position.get(i))
                                : SqlText.indexed((String) position.get(i)));
            }
        });
    }

    private String sql(Condition condition) {
        return switch (condition) {
            case Condition.OneOf oneOf -> oneOf(oneOf);
            case Condition.Between between -> between(between.key(), between.from(), between.to());
            case Condition.Prefix prefix -> prefix(prefix);
            case Condition.Contains contains -> {
                parameters.add(SqlText.storable(contains.part()));
                yield table.dialect().contains(CollectionTable.column(contains.key()));
            }
            case Condition.Missing missing -> CollectionTable.column(missing.key()) + " IS NULL";
            case Condition.IdOneOf ids ->
                in("id", ids.ids().stream().map(SqlText::indexed).toList());
            case Condition.AnyOf anyOf ->
                anyOf.conditions().isEmpty()
                        ? "FALSE"
                        : anyOf.conditions().stream().map(this::sql).collect(Collectors.joining(" OR ", "(", ")"));
        };
    }

    private String oneOf(Condition.OneOf condition) {
        var values = condition.values().stream()
                .map(value -> storable(condition.key(), value))
                .toList();
        return ofKey(condition.key(), in("%s", values));
    }

    private String in(String column, List<?> values) {
        if (values.isEmpty()) {
            return "FALSE";
        }
        if (values.size() > MAX_PLACEHOLDERS && table.dialect() == SqlDialect.POSTGRESQL) {
            parameters.add(
                    values.getFirst() instanceof String ? values.toArray(String[]::new) : values.toArray(Long[]::new));
            return column + " = ANY (?)";
        }
        parameters.addAll(values);
        return column + " IN " + placeholders(values);
    }

    private String between(String key, Object from, Object to) {
        parameters.add(storable(key, from));
        parameters.add(storable(key, to));
        return ofKey(key, RANGE);
    }

    private String prefix(Condition.Prefix condition) {
        boolean isOneOfTexts = table.collection().typeOf(condition.key()) == KeyType.TEXTS;
        if (isOneOfTexts && matchesMany.test(condition)) {
            parameters.add(SqlText.SEPARATOR + SqlText.indexedPrefix(condition.prefix()));
            return table.dialect()
                    .contains("'" + SqlText.SEPARATOR + "' || " + CollectionTable.column(condition.key()));
        }
        return ofKey(condition.key(), range(condition));
    }

    private String range(Condition.Prefix condition) {
        var prefix = table.isIndexed(condition.key())
                ? SqlText.indexedPrefix(condition.prefix())
                : SqlText.storable(condition.prefix());
        parameters.add(prefix);
        parameters.add(prefix + LAST_CHARACTER);
        return RANGE;
    }

    private Object storable(String key, Object value) {
        return value instanceof String text ? table.storable(key, text) : value;
    }

    private String ofKey(String key, String comparison) {
        return table.collection().typeOf(key) == KeyType.TEXTS
                ? "id IN (SELECT id FROM " + table.nameOf(key) + " WHERE " + comparison.formatted("value") + ")"
                : comparison.formatted(CollectionTable.column(key));
    }

    private static String placeholders(Collection<?> values) {
        return values.stream().map(_ -> "?").collect(Collectors.joining(", ", "(", ")"));
    }
}
