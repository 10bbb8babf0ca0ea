package org.parcours.query.update;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;

/** The documents of one collection that a batch has read or changed: each as it is stored, and as it will be. */
final class DocumentSet {

    private final CollectionDefinition collection;
    private final ViewReader reader;
    private final Map<String, Optional<StoredDocument>> before = new HashMap<>();
    private final Map<String, Optional<StoredDocument>> after = new LinkedHashMap<>();

    DocumentSet(CollectionDefinition collection, ViewReader reader) {
        this.collection = collection;
        this.reader = reader;
    }

    /** Reads those that are not known yet, at once. */
    void load(Collection<String> ids) {
        List<String> unknown =
                ids.stream().filter(id -> !before.containsKey(id)).distinct().toList();
        if (!unknown.isEmpty()) {
            Map<String, StoredDocument> stored = reader.getAll(collection, unknown);
            unknown.forEach(id -> before.put(id, Optional.ofNullable(stored.get(id))));
        }
    }

    Optional<StoredDocument> get(String id) {
        load(List.of(id));
        return after.getOrDefault(id, before.get(id));
    }

    /** As it is stored, whatever the batch has changed. */
    Optional<StoredDocument> storedBefore(String id) {
        load(List.of(id));
        return before.get(id);
    }

    /** The stored documents that the query finds, whatever the batch has changed. */
    List<StoredDocument> findStored(ViewQuery query) {
        List<StoredDocument> found = reader.find(query);
        found.forEach(document -> before.putIfAbsent(document.id(), Optional.of(document)));
        return found;
    }

    void put(StoredDocument document) {
        load(List.of(document.id()));
        after.put(document.id(), Optional.of(document));
    }

    /** As {@link #put}, of a document that is not stored unless it has been read before. */
    void insert(StoredDocument document) {
        before.putIfAbsent(document.id(), Optional.empty());
        after.put(document.id(), Optional.of(document));
    }

    /** As {@link #insert}, but a document that is the same except for this key stays as it is. */
    void insertUnlessOnlyKeyDiffers(StoredDocument document, String key) {
        boolean isSame = before.getOrDefault(document.id(), Optional.empty())
                .map(stored -> without(stored, key).equals(without(document, key)))
                .orElse(false);
        insert(isSame ? before.get(document.id()).orElseThrow() : document);
    }

    private static StoredDocument without(StoredDocument document, String key) {
        Map<String, Object> keys = new HashMap<>(document.keys());
        keys.remove(key);
        return new StoredDocument(document.id(), keys, document.content());
    }

    void remove(String id) {
        load(List.of(id));
        after.put(id, Optional.empty());
    }

    List<DocumentChange> changes() {
        List<DocumentChange> changes = new ArrayList<>();
        after.forEach((id, document) -> {
            Optional<StoredDocument> stored = before.get(id);
            if (stored.isPresent() || document.isPresent()) {
                DocumentChange change = new DocumentChange(collection, stored, document);
                if (!change.changesNothing()) {
                    changes.add(change);
                }
            }
        });
        return changes;
    }
}
