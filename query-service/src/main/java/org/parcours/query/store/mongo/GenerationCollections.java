package org.parcours.query.store.mongo;

import com.mongodb.client.model.DeleteOneModel;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.Document;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.KeyType;

/** The names and indexes of a generation's collections, and what a change writes into them. */
final class GenerationCollections {

    /** A document as it will be in one of MongoDB's collections, or its deletion. */
    record Write(String collection, Object id, Optional<Document> document) {

        WriteModel<Document> model() {
            var filter = Filters.eq(DocumentFormat.ID, id);
            return document.<WriteModel<Document>>map(replacement ->
                            new ReplaceOneModel<>(filter, replacement, new ReplaceOptions().upsert(true)))
                    .orElseGet(() -> new DeleteOneModel<>(filter));
        }
    }

    private GenerationCollections() {}

    static String prefix(long generation) {
        return "g" + generation + "_";
    }

    static String name(long generation, CollectionDefinition collection) {
        return prefix(generation) + collection.name();
    }

    /** Of the further parts of large documents. */
    static String partsName(long generation, CollectionDefinition collection) {
        return name(generation, collection) + "_parts";
    }

    static void create(MongoViewDatabase database, long generation, CollectionDefinition collection) {
        database.create(name(generation, collection));
        database.create(partsName(generation, collection));
        var indexes = Stream.concat(
                        collection.indexes().stream().map(keys -> index(collection, keys)),
                        collection.keys().stream()
                                .filter(key -> key.type() == KeyType.TEXTS)
                                .map(key -> new IndexModel(Indexes.ascending(key.name()))))
                .toList();
        if (!indexes.isEmpty()) {
            database.collection(name(generation, collection)).createIndexes(indexes);
        }
    }

    private static IndexModel index(CollectionDefinition collection, List<String> keys) {
        var options = new IndexOptions();
        collection.requiredKey(keys).ifPresent(key -> options.partialFilterExpression(Filters.exists(key)));
        return new IndexModel(
                Indexes.ascending(Stream.concat(keys.stream(), Stream.of(DocumentFormat.ID))
                        .toList()),
                options);
    }

    static List<Write> writes(long generation, Collection<DocumentChange> changes) {
        List<Write> writes = new ArrayList<>();
        for (var change : changes) {
            if (!change.changesNothing()) {
                add(writes, generation, change);
            }
        }
        return writes;
    }

    private static void add(List<Write> writes, long generation, DocumentChange change) {
        var parts = partsName(generation, change.collection());
        var obsolete =
                new HashSet<Object>(change.before().map(DocumentFormat::partIds).orElse(List.of()));
        change.after().ifPresent(after -> DocumentFormat.furtherParts(after).forEach(part -> {
            var id = part.get(DocumentFormat.ID);
            obsolete.remove(id);
            writes.add(new Write(parts, id, Optional.of(part)));
        }));
        obsolete.forEach(id -> writes.add(new Write(parts, id, Optional.empty())));
        var id = change.after().or(change::before).orElseThrow().id();
        writes.add(new Write(
                name(generation, change.collection()),
                DocumentFormat.storable(id),
                change.after().map(DocumentFormat::first)));
    }

    static Map<String, List<WriteModel<Document>>> modelsByCollection(Collection<Write> writes) {
        Map<String, List<WriteModel<Document>>> models = new LinkedHashMap<>();
        writes.forEach(write -> models.computeIfAbsent(write.collection(), _ -> new ArrayList<>())
                .add(write.model()));
        return models;
    }
}
