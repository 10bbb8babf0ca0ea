package org.parcours.query.projection;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;
import org.parcours.query.timeline.fold.FailureDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents in bulk. Where a document cannot be built, or MongoDB rejects it, a marker is written instead, so
 * that one document does not block the others. Where the server is unavailable, the exception is thrown.
 */
final class DocumentOrMarkerWriter {

    /** The field that makes a document a marker: the class of the exception that prevented the document. */
    static final String FAILURE = "unshown";

    private static final Logger LOG = LoggerFactory.getLogger(DocumentOrMarkerWriter.class);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    /** @param marker builds the marker, given the cause */
    record WriteRequest(Object id, Supplier<Document> document, Function<String, Document> marker) {}

    private DocumentOrMarkerWriter() {}

    /** @return the ids for which a marker was written */
    static Set<Object> write(MongoCollection<Document> collection, Collection<WriteRequest> requests) {
        Set<Object> marked = new LinkedHashSet<>();
        List<Document> documents = new ArrayList<>();
        for (WriteRequest request : requests) {
            documents.add(build(collection, request, marked));
        }
        try {
            replaceAll(collection, documents);
        } catch (RuntimeException e) {
            if (!isCausedByContent(e)) {
                throw e;
            }
            requests.forEach(request -> replace(collection, request, marked));
        }
        return marked;
    }

    /** False for errors of the server or the connection: these are retried with the same documents. */
    static boolean isCausedByContent(RuntimeException e) {
        return switch (e) {
            case MongoBulkWriteException bulk -> !bulk.getWriteErrors().isEmpty();
            case MongoWriteException one -> true;
            case MongoException server -> false;
            default -> true;
        };
    }

    private static Document build(MongoCollection<Document> collection, WriteRequest request, Set<Object> marked) {
        try {
            return request.document().get();
        } catch (RuntimeException e) {
            if (!isCausedByContent(e)) {
                throw e;
            }
            return marker(collection, request, marked, e);
        }
    }

    private static void replace(MongoCollection<Document> collection, WriteRequest request, Set<Object> marked) {
        Document document = build(collection, request, marked);
        try {
            collection.replaceOne(eq("_id", request.id()), document, UPSERT);
        } catch (RuntimeException e) {
            if (!isCausedByContent(e)) {
                throw e;
            }
            collection.replaceOne(eq("_id", request.id()), marker(collection, request, marked, e), UPSERT);
        }
    }

    private static Document marker(
            MongoCollection<Document> collection, WriteRequest request, Set<Object> marked, RuntimeException cause) {
        if (marked.add(request.id())) {
            LOG.error(
                    "projection cannot show id={} collection={}, it is replaced by a marker cause={}",
                    request.id(),
                    collection.getNamespace().getCollectionName(),
                    FailureDescription.of(cause));
        }
        return request.marker().apply(cause.getClass().getSimpleName());
    }

    private static void replaceAll(MongoCollection<Document> collection, List<Document> documents) {
        if (documents.isEmpty()) {
            return;
        }
        List<WriteModel<Document>> writes = new ArrayList<>();
        documents.forEach(
                document -> writes.add(new ReplaceOneModel<>(eq("_id", document.get("_id")), document, UPSERT)));
        collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
    }
}
