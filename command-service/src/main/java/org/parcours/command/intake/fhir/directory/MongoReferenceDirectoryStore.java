package org.parcours.command.intake.fhir.directory;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.ReplaceOptions;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bson.Document;
import org.parcours.command.store.MongoReplicaSetConnection;
import org.parcours.command.store.StoreOperationException;

/** The directory as documents in MongoDB. Of two versions that are saved at the same moment, either may stay. */
public final class MongoReferenceDirectoryStore implements ReferenceDirectoryStore {

    private final MongoCollection<Document> entries;

    public MongoReferenceDirectoryStore(MongoReplicaSetConnection replicaSet) {
        entries = replicaSet.database().getCollection("fhir_directory");
    }

    @Override
    public Optional<ReferenceDirectoryEntry> find(String key) {
        return execute(() -> Optional.ofNullable(entries.find(eq(key)).first())
                .map(found -> new ReferenceDirectoryEntry(
                        found.getString("resource"), found.getLong("updatedAt"), found.getLong("version"))));
    }

    @Override
    public void save(Map<String, ReferenceDirectoryEntry> saved) {
        saved.forEach((key, entry) -> {
            if (find(key).filter(entry::isOlderThan).isEmpty()) {
                Document document = new Document("_id", key)
                        .append("resource", entry.resource())
                        .append("updatedAt", entry.updatedAt())
                        .append("version", entry.version());
                execute(() -> entries.replaceOne(eq(key), document, new ReplaceOptions().upsert(true)));
            }
        });
    }

    private static <T> T execute(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoException e) {
            throw StoreOperationException.of(e);
        }
    }
}
