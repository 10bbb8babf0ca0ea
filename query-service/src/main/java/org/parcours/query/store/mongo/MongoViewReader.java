package org.parcours.query.store.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.query.store.CollectionDefinition;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.store.ViewStoreException;

/** Reads one generation; in a session, whose reads are all of one snapshot, where the server has them. */
record MongoViewReader(MongoViewDatabase database, long generation, Optional<ClientSession> session)
        implements ViewReader {

    private static final int MAX_IDS = 1000;
    private static final int BATCH_SIZE = 500;
    private static final byte[] NO_CONTENT = {};

    @Override
    public Optional<StoredDocument> get(CollectionDefinition collection, String id) {
        return Optional.ofNullable(getAll(collection, List.of(id)).get(id));
    }

    @Override
    public Map<String, StoredDocument> getAll(CollectionDefinition collection, Collection<String> ids) {
        Map<String, StoredDocument> found = new HashMap<>();
        var all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += MAX_IDS) {
            var some = all.subList(from, Math.min(all.size(), from + MAX_IDS));
            forEach(
                    ViewQuery.of(collection, new Condition.IdOneOf(some)),
                    document -> found.put(document.id(), document));
        }
        Map<String, StoredDocument> documents = new HashMap<>();
        for (var id : all) {
            Optional.ofNullable(found.get(DocumentFormat.storable(id)))
                    .ifPresent(document -> documents.put(id, document));
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
        forEach(
                query,
                documents(query),
                first -> action.accept(
                        DocumentFormat.stored(query.collection(), first, content(query.collection(), first))));
    }

    @Override
    public void forEachKeys(ViewQuery query, List<String> keys, Consumer<StoredDocument> action) {
        forEach(
                query,
                documents(query).projection(Projections.include(keys)),
                first -> action.accept(DocumentFormat.stored(query.collection(), first, NO_CONTENT)));
    }

    private FindIterable<Document> documents(ViewQuery query) {
        var name = GenerationCollections.name(generation, query.collection());
        return find(database.collection(name), QueryFilter.page(query))
                .sort(QueryFilter.order(query))
                .batchSize(BATCH_SIZE);
    }

    private static void forEach(ViewQuery query, FindIterable<Document> all, Consumer<Document> action) {
        var found = query.limit() < Integer.MAX_VALUE ? all.limit(query.limit()) : all;
        try (var cursor = found.iterator()) {
            while (cursor.hasNext()) {
                action.accept(cursor.next());
            }
        }
    }

    /** @throws ViewStoreException where a part is missing: another process has just replaced the document */
    private byte[] content(CollectionDefinition collection, Document first) {
        var ids = DocumentFormat.partIds(first);
        if (ids.isEmpty()) {
            return DocumentFormat.content(first);
        }
        var parts = database.collection(GenerationCollections.partsName(generation, collection));
        var content = new ByteArrayOutputStream();
        content.writeBytes(DocumentFormat.content(first));
        for (var id : ids) {
            var part = Optional.ofNullable(
                    find(parts, Filters.eq(DocumentFormat.ID, id)).first());
            content.writeBytes(part.map(DocumentFormat::content)
                    .orElseThrow(() -> new ViewStoreException(
                            "The views could not be read: a document has changed meanwhile",
                            new IllegalStateException("No part " + id.get("part")))));
        }
        return content.toByteArray();
    }

    @Override
    public long count(ViewQuery query) {
        var collection = database.collection(GenerationCollections.name(generation, query.collection()));
        var filter = QueryFilter.conditions(query);
        return session.map(snapshot -> collection.countDocuments(snapshot, filter))
                .orElseGet(() -> collection.countDocuments(filter));
    }

    private FindIterable<Document> find(MongoCollection<Document> collection, Bson filter) {
        return session.map(snapshot -> collection.find(snapshot, filter)).orElseGet(() -> collection.find(filter));
    }
}
