package org.parcours.command.store;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * Defines the indexes of all MongoDB collections. The log depends on the unique indexes of its commits; the others make
 * reading fast. The driver creates those of GridFS.
 */
public final class MongoIndexSchema {

    public static final String COMMITS = "log_commit";
    /** The index that MongoDB names when it rejects the insertion of a commit with a known id. */
    public static final String COMMIT_ID = "commit_id";

    public static final String QUARANTINE = "quarantine";
    public static final String ACTIVITY = "activity";

    private record IndexDefinition(String collection, String name, Bson keys, boolean unique, boolean sparse) {

        IndexOptions options() {
            return new IndexOptions().name(name).unique(unique).sparse(sparse);
        }

        boolean matches(Document existing) {
            return keys.toBsonDocument()
                            .keySet()
                            .equals(existing.get("key", Document.class).keySet())
                    && unique == existing.getBoolean("unique", false)
                    && sparse == existing.getBoolean("sparse", false)
                    && !existing.containsKey("partialFilterExpression");
        }
    }

    private static final List<IndexDefinition> INDEXES = List.of(
            new IndexDefinition(COMMITS, "first_position", Indexes.ascending("first"), true, false),
            new IndexDefinition(COMMITS, COMMIT_ID, Indexes.ascending("commit"), true, false),
            // Not unique, so it may contain the last position, after which a reader continues.
            new IndexDefinition(COMMITS, "tag", Indexes.ascending("events.tags", "events.name", "last"), false, false),
            new IndexDefinition(QUARANTINE, "open_1", Indexes.ascending("open"), true, true),
            new IndexDefinition(
                    QUARANTINE,
                    "sender_1_code_1_field_1__id_1",
                    Indexes.ascending("sender", "code", "field", "_id"),
                    false,
                    false),
            new IndexDefinition(QUARANTINE, "correctionOf_1", Indexes.ascending("correctionOf"), false, true),
            new IndexDefinition(ACTIVITY, "size_1_startedAt_1", Indexes.ascending("size", "startedAt"), false, false),
            new IndexDefinition(
                    ACTIVITY,
                    "size_1_application_1_feed_1_startedAt_1",
                    Indexes.ascending("size", "application", "feed", "startedAt"),
                    false,
                    false));

    private MongoIndexSchema() {}

    /**
     * Creates missing indexes. A database that lacks none is only read, so that a read-only user may open it.
     *
     * @throws IllegalStateException if an index cannot be created or has another definition; the message names it
     */
    static void ensureIndexes(MongoDatabase database) {
        for (IndexDefinition index : INDEXES) {
            List<Document> existing = find(database, index);
            if (existing.isEmpty()) {
                create(database, index);
                existing = find(database, index);
            }
            if (existing.stream().noneMatch(index::matches)) {
                var keys = index.keys().toBsonDocument();
                throw new IllegalStateException(
                        "The index '%s' of %s is not as required (keys %s, unique %s). Drop it and start again"
                                .formatted(index.name(), index.collection(), keys, index.unique()));
            }
        }
    }

    private static List<Document> find(MongoDatabase database, IndexDefinition index) {
        return database.getCollection(index.collection()).listIndexes().into(new ArrayList<>()).stream()
                .filter(existing -> index.name().equals(existing.getString("name")))
                .toList();
    }

    private static void create(MongoDatabase database, IndexDefinition index) {
        try {
            database.getCollection(index.collection()).createIndex(index.keys(), index.options());
        } catch (MongoCommandException e) {
            throw new IllegalStateException(
                    "The index '%s' of %s cannot be created: %s. If another index has these keys, drop that one"
                            .formatted(index.name(), index.collection(), e.getErrorMessage()),
                    e);
        }
    }
}
