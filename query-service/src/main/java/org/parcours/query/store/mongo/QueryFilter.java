package org.parcours.query.store.mongo;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.BsonRegularExpression;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.Condition;
import org.parcours.query.store.KeyType;
import org.parcours.query.store.ViewQuery;

/** The filter and the order of a query. MongoDB compares texts by their UTF-8 bytes where no collation is declared. */
final class QueryFilter {

    private static final String ID = "_id";
    /** Follows each text that begins with the prefix, by bytes. */
    private static final String LAST_CHARACTER = "\uDBFF\uDFFF";

    private static final Pattern NOT_LITERAL = Pattern.compile("[^\\p{L}\\p{N}]");
    private static final Bson NOTHING = Filters.in(ID, List.of());

    private final CollectionDefinition collection;

    private QueryFilter(CollectionDefinition collection) {
        this.collection = collection;
    }

    static Bson conditions(ViewQuery query) {
        var filter = new QueryFilter(query.collection());
        return all(query.conditions().stream().map(filter::filter).toList());
    }

    /** The conditions, and the position after which the list begins. */
    static Bson page(ViewQuery query) {
        var conditions = conditions(query);
        return query.after()
                .map(position -> all(List.of(conditions, after(query, position))))
                .orElse(conditions);
    }

    static Bson order(ViewQuery query) {
        var keys = sortKeys(query);
        return query.descending() ? Sorts.descending(keys) : Sorts.ascending(keys);
    }

    private static List<String> sortKeys(ViewQuery query) {
        return Stream.concat(query.sortKeys().stream(), Stream.of(ID)).toList();
    }

    private static Bson all(List<Bson> filters) {
        return filters.isEmpty() ? Filters.empty() : Filters.and(filters);
    }

    private Bson filter(Condition condition) {
        return switch (condition) {
            case Condition.OneOf oneOf ->
                Filters.in(
                        oneOf.key(),
                        oneOf.values().stream()
                                .map(value -> DocumentFormat.storable(value))
                                .toList());
            case Condition.Between between -> between(between.key(), between.from(), between.to());
            case Condition.Prefix prefix -> between(prefix.key(), prefix.prefix(), prefix.prefix() + LAST_CHARACTER);
            case Condition.Contains contains -> Filters.eq(contains.key(), literal(contains.part()));
            case Condition.Missing missing -> Filters.exists(missing.key(), false);
            case Condition.IdOneOf ids ->
                Filters.in(
                        ID,
                        ids.ids().stream()
                                .map(id -> DocumentFormat.storable(id))
                                .toList());
            case Condition.AnyOf anyOf ->
                anyOf.conditions().isEmpty()
                        ? NOTHING
                        : Filters.or(
                                anyOf.conditions().stream().map(this::filter).toList());
        };
    }

    /** Of a list, one text must be between both; without this, two texts could meet one limit each. */
    private Bson between(String key, Object from, Object to) {
        var lower = DocumentFormat.storable(from);
        var upper = DocumentFormat.storable(to);
        return collection.typeOf(key) == KeyType.TEXTS
                ? Filters.elemMatch(key, range(lower, upper))
                : Filters.and(Filters.gte(key, lower), Filters.lt(key, upper));
    }

    private static Bson range(Object from, Object to) {
        return new Document("$gte", from).append("$lt", to);
    }

    /** A regular expression that finds the text itself. Its BSON cannot contain NUL, and knows no {@code \Q}. */
    private static BsonRegularExpression literal(String text) {
        var escaped = NOT_LITERAL.matcher(DocumentFormat.storable(text)).replaceAll(found -> switch (found.group()) {
            case "\0" -> "\\\\x00";
            case String special when special.codePointAt(0) < 0x80 -> "\\\\\\" + special;
            case String other -> other;
        });
        return new BsonRegularExpression(escaped);
    }

    /** The documents whose values follow those of the position: {@code a > x, or a = x and b > y, or …}. */
    private static Bson after(ViewQuery query, List<Object> position) {
        var keys = sortKeys(query);
        List<Bson> alternatives = new ArrayList<>();
        List<Bson> equal = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            var value = DocumentFormat.storable(position.get(i));
            var beyond = new ArrayList<>(equal);
            beyond.add(query.descending() ? Filters.lt(key, value) : Filters.gt(key, value));
            alternatives.add(all(beyond));
            equal.add(Filters.eq(key, value));
        }
        // The index needs a limit outside of the alternatives to begin its scan at the position.
        var first = keys.getFirst();
        var value = DocumentFormat.storable(position.getFirst());
        var limit = query.descending() ? Filters.lte(first, value) : Filters.gte(first, value);
        return Filters.and(limit, Filters.or(alternatives));
    }
}
