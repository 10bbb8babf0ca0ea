package org.parcours.query.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the documents of one generation as they were at one moment. */
public interface ViewReader {

    Optional<StoredDocument> get(CollectionDefinition collection, String id);

    /** Those that exist, by id. */
    Map<String, StoredDocument> getAll(CollectionDefinition collection, Collection<String> ids);

    List<StoredDocument> find(ViewQuery query);

    /** As {@link #find}, one document after the other, without holding them all in memory. */
    void forEach(ViewQuery query, Consumer<StoredDocument> action);

    /**
     * As {@link #forEach}, with these keys only and without content: where an index has the keys, no document is read.
     *
     * @param keys of type TEXT or NUMBER
     */
    void forEachKeys(ViewQuery query, List<String> keys, Consumer<StoredDocument> action);

    /** How many documents meet all conditions. The query's order and limit are unused. */
    long count(ViewQuery query);
}
