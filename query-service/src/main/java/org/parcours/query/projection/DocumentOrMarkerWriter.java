package org.parcours.query.projection;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;
import org.parcours.query.timeline.fold.RedactedExceptionFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents in bulk, or a marker for each that cannot be built or that MongoDB rejects, so that it does not block
 * the others.
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
        List<ReplaceOneModel<Document>> writes = requests.stream()
                .map(request ->
                        new ReplaceOneModel<>(eq("_id", request.id()), build(collection, request, marked), UPSERT))
                .toList();
        try {
            if (!writes.isEmpty()) {
                collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            }
        } catch (RuntimeException e) {
            requireCausedByContent(e);
            requests.forEach(request -> replace(collection, request, marked));
        }
        return marked;
    }

    /** Rethrows an error of the server or the connection: it is retried with the same documents. */
    static void requireCausedByContent(RuntimeException e) {
        boolean causedByContent =
                switch (e) {
                    case MongoBulkWriteException bulk -> !bulk.getWriteErrors().isEmpty();
                    case MongoWriteException _ -> true;
                    case MongoException _ -> false;
                    default -> true;
                };
        if (!causedByContent) {
            throw e;
        }
    }

    private static Document build(MongoCollection<Document> collection, WriteRequest request, Set<Object> marked) {
        try {
            return request.document().get();
        } catch (RuntimeException e) {
            return marker(collection, request, marked, e);
        }
    }

    private static void replace(MongoCollection<Document> collection, WriteRequest request, Set<Object> marked) {
        Document document = build(collection, request, marked);
        try {
            collection.replaceOne(eq("_id", request.id()), document, UPSERT);
        } catch (RuntimeException e) {
            collection.replaceOne(eq("_id", request.id()), marker(collection, request, marked, e), UPSERT);
        }
    }

    private static Document marker(
            MongoCollection<Document> collection, WriteRequest request, Set<Object> marked, RuntimeException cause) {
        requireCausedByContent(cause);
        if (marked.add(request.id())) {
            LOG.error(
                    "projection cannot show id={} collection={}, it is replaced by a marker cause={}",
                    request.id(),
                    collection.getNamespace().getCollectionName(),
                    RedactedExceptionFormatter.of(cause));
        }
        return request.marker().apply(cause.getClass().getSimpleName());
    }
}
