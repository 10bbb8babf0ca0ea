package org.parcours.query.store;

import java.util.List;
import java.util.Optional;

/**
 * A sorted and limited list of documents that meet all conditions.
 *
 * @param sortKeys keys of type TEXT or NUMBER that each document has, before the id, which makes the order total
 * @param descending of all sort keys and of the id
 * @param after the values of the sort keys and the id of the document after which the list begins
 */
public record ViewQuery(
        CollectionDefinition collection,
        List<Condition> conditions,
        List<String> sortKeys,
        boolean descending,
        Optional<List<Object>> after,
        int limit) {

    public ViewQuery {
        conditions = List.copyOf(conditions);
        sortKeys = List.copyOf(sortKeys);
        after = after.map(List::copyOf);
        if (limit < 1) {
            throw new IllegalArgumentException("The limit must be at least 1: " + limit);
        }
        if (after.isPresent() && after.get().size() != sortKeys.size() + 1) {
            throw new IllegalArgumentException("A value for each sort key and the id: " + sortKeys);
        }
    }

    /** All that meet the conditions, by id. */
    public static ViewQuery of(CollectionDefinition collection, Condition... conditions) {
        return new ViewQuery(collection, List.of(conditions), List.of(), false, Optional.empty(), Integer.MAX_VALUE);
    }

    public ViewQuery ascendingBy(String... keys) {
        return new ViewQuery(collection, conditions, List.of(keys), false, after, limit);
    }

    public ViewQuery descendingBy(String... keys) {
        return new ViewQuery(collection, conditions, List.of(keys), true, after, limit);
    }

    public ViewQuery limitedTo(int documents) {
        return new ViewQuery(collection, conditions, sortKeys, descending, after, documents);
    }

    public ViewQuery startingAfter(List<Object> position) {
        return new ViewQuery(collection, conditions, sortKeys, descending, Optional.of(position), limit);
    }
}
