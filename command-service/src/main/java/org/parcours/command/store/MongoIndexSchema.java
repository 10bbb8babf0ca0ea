package org.parcours.command.store;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.Document;

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
    public static final String UNREAD_FIELDS = "unread_field";

    private record IndexDefinition(
            String collection, String name, boolean unique, boolean sparse, List<String> fields) {

        boolean matches(Document existing) {
            return existing.get("key", Document.class).keySet().equals(Set.copyOf(fields))
                    && unique == existing.getBoolean("unique", false)
                    && sparse == existing.getBoolean("sparse", false)
                    && !existing.containsKey("partialFilterExpression");
        }
    }

    private static final List<IndexDefinition> INDEXES = List.of(
            new IndexDefinition(COMMITS, "first_position", true, false, List.of("first")),
            new IndexDefinition(COMMITS, COMMIT_ID, true, false, List.of("commit")),
            // Not unique, so it may contain the last position, after which a reader continues.
            new IndexDefinition(COMMITS, "tag", false, false, List.of("events.tags", "events.name", "last")),
            new IndexDefinition(QUARANTINE, "open_1", true, true, List.of("open")),
            new IndexDefinition(
                    QUARANTINE,
                    "sender_1_code_1_field_1__id_1",
                    false,
                    false,
                    List.of("sender", "code", "field", "_id")),
            new IndexDefinition(QUARANTINE, "correctionOf_1", false, true, List.of("correctionOf")),
            new IndexDefinition(ACTIVITY, "size_1_startedAt_1", false, false, List.of("size", "startedAt")),
            new IndexDefinition(
                    ACTIVITY,
                    "size_1_application_1_feed_1_startedAt_1",
                    false,
                    false,
                    List.of("size", "application", "feed", "startedAt")),
            new IndexDefinition(UNREAD_FIELDS, "application_1", false, false, List.of("application")));

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
                var keys = Indexes.ascending(index.fields()).toBsonDocument();
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
            var options =
                    new IndexOptions().name(index.name()).unique(index.unique()).sparse(index.sparse());
            database.getCollection(index.collection()).createIndex(Indexes.ascending(index.fields()), options);
        } catch (MongoCommandException e) {
            throw new IllegalStateException(
                    "The index '%s' of %s cannot be created: %s. If another index has these keys, drop that one"
                            .formatted(index.name(), index.collection(), e.getErrorMessage()),
                    e);
        }
    }
}
