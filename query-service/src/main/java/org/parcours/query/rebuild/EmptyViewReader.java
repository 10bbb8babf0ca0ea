package org.parcours.query.rebuild;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;

/** What a new generation has of a group of records before all their events are applied at once: nothing. */
enum EmptyViewReader implements ViewReader {
    READER;

    @Override
    public Optional<StoredDocument> get(CollectionDefinition collection, String id) {
        return Optional.empty();
    }

    @Override
    public Map<String, StoredDocument> getAll(CollectionDefinition collection, Collection<String> ids) {
        return Map.of();
    }

    @Override
    public List<StoredDocument> find(ViewQuery query) {
        return List.of();
    }

    @Override
    public void forEach(ViewQuery query, Consumer<StoredDocument> action) {}

    @Override
    public void forEachKeys(ViewQuery query, List<String> keys, Consumer<StoredDocument> action) {}

    @Override
    public long count(ViewQuery query) {
        return 0;
    }
}
