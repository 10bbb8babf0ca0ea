package org.parcours.command.feeds.files;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import java.util.Optional;
import org.bson.Document;
import org.parcours.command.store.MongoReplicaSetConnection;
import org.parcours.command.store.StoreOperationException;

/** Import checkpoints in MongoDB: {@code { _id: key, version: 1, state: "…" }}. */
public final class MongoImportCheckpointStore implements ImportCheckpointStore {

    private final MongoCollection<Document> entries;

    public MongoImportCheckpointStore(MongoReplicaSetConnection replicaSet) {
        entries = replicaSet.database().getCollection("processor_token");
    }

    /** The prefix of version 0.1, when the collection held other tokens too. */
    private static String key(String file) {
        return "import:" + ImportCheckpointStore.key(file);
    }

    @Override
    public Optional<ImportCheckpoint> find(String file) {
        try {
            return Optional.ofNullable(entries.find(eq(key(file))).first())
                    .map(found -> ImportCheckpoint.parse(found.getString("state")));
        } catch (MongoException e) {
            throw StoreOperationException.of(e);
        }
    }

    @Override
    public void save(String file, ImportCheckpoint checkpoint) {
        try {
            entries.updateOne(
                    eq(key(file)),
                    combine(set("state", checkpoint.format()), inc("version", 1L)),
                    new UpdateOptions().upsert(true));
        } catch (MongoException e) {
            throw StoreOperationException.of(e);
        }
    }
}
