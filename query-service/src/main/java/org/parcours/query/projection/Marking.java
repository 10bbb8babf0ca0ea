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
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes documents. Of one that cannot be made, or that the server does not take, a marker is written, so that it holds
 * up nobody else; where nothing can be written, nothing is.
 */
final class Marking {

    /** In a marker: why there is no more of it. */
    static final String UNSHOWN = "unshown";

    private static final Logger log = LoggerFactory.getLogger(Marking.class);
    private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

    /** @param marker what is left of the document, by why it cannot be whole */
    record Writing(Object id, Supplier<Document> whole, Function<String, Document> marker) {}

    private Marking() {}

    /** @return the ids of those of which only a marker could be written */
    static Set<Object> write(MongoCollection<Document> collection, Collection<Writing> writings) {
        Set<Object> marked = new LinkedHashSet<>();
        List<Document> documents = new ArrayList<>();
        for (Writing writing : writings) {
            documents.add(made(collection, writing, marked));
        }
        try {
            replaceAll(collection, documents);
        } catch (RuntimeException e) {
            if (!isFaultOfWhatIsWritten(e)) {
                throw e;
            }
            writings.forEach(writing -> replace(collection, writing, marked));
        }
        return marked;
    }

    /** Not of a server that is away, busy or changing its mind: that is tried again, with everything as it is. */
    static boolean isFaultOfWhatIsWritten(RuntimeException e) {
        return switch (e) {
            case MongoBulkWriteException bulk -> !bulk.getWriteErrors().isEmpty();
            case MongoWriteException one -> true;
            case MongoException server -> false;
            default -> true;
        };
    }

    private static Document made(MongoCollection<Document> collection, Writing writing, Set<Object> marked) {
        try {
            return writing.whole().get();
        } catch (RuntimeException e) {
            if (!isFaultOfWhatIsWritten(e)) {
                throw e;
            }
            return marker(collection, writing, marked, e);
        }
    }

    private static void replace(MongoCollection<Document> collection, Writing writing, Set<Object> marked) {
        Document document = made(collection, writing, marked);
        try {
            collection.replaceOne(eq("_id", writing.id()), document, UPSERT);
        } catch (RuntimeException e) {
            if (!isFaultOfWhatIsWritten(e)) {
                throw e;
            }
            collection.replaceOne(eq("_id", writing.id()), marker(collection, writing, marked, e), UPSERT);
        }
    }

    private static Document marker(
            MongoCollection<Document> collection, Writing writing, Set<Object> marked, RuntimeException why) {
        if (marked.add(writing.id())) {
            log.error(
                    "projection cannot show {} of {}, the views go on without it cause={}",
                    writing.id(),
                    collection.getNamespace().getCollectionName(),
                    cause(why));
        }
        return writing.marker().apply(why.getClass().getSimpleName());
    }

    /** Without its message: a server quotes the document, and that may be somebody's name. */
    static String cause(RuntimeException e) {
        return e.getClass().getName() + " "
                + Arrays.stream(e.getStackTrace()).limit(3).toList();
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
