package org.parcours.command.eventlog.mongo;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import java.util.ArrayList;
import org.bson.BsonDocument;
import org.bson.Document;
import org.parcours.command.eventlog.mongo.CommitDocuments.Index;

/** Makes the indexes that the log cannot be right without, and checks that they are what their names say. */
final class CommitIndexes {

    private CommitIndexes() {}

    /** @throws IllegalStateException when an index is there that is another, saying which */
    static void ensure(MongoCollection<Document> commits) {
        for (var index : CommitDocuments.INDEXES) {
            try {
                commits.createIndex(index.keys(), index.options());
            } catch (MongoCommandException e) {
                throw new IllegalStateException(
                        "The index '%s' of %s cannot be made: %s. Where one of that name or of these keys is there that is not ours, drop it"
                                .formatted(index.name(), commits.getNamespace(), e.getErrorMessage()),
                        e);
            }
        }
        var there = commits.listIndexes().into(new ArrayList<>());
        for (var index : CommitDocuments.INDEXES) {
            if (there.stream().noneMatch(found -> is(found, index))) {
                throw new IllegalStateException(
                        "The index '%s' of %s is not what it must be (keys %s, unique %s). Drop it and start again"
                                .formatted(
                                        index.name(),
                                        commits.getNamespace(),
                                        index.keys().toBsonDocument(),
                                        index.unique()));
            }
        }
    }

    private static boolean is(Document found, Index index) {
        return index.name().equals(found.getString("name"))
                && index.keys().toBsonDocument().keySet().equals(keys(found).keySet())
                && index.unique() == found.getBoolean("unique", false)
                && !found.containsKey("partialFilterExpression")
                && !found.getBoolean("sparse", false);
    }

    private static BsonDocument keys(Document found) {
        return found.get("key", Document.class).toBsonDocument();
    }
}
