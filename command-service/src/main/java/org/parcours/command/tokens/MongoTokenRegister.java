package org.parcours.command.tokens;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import java.util.Optional;
import org.bson.Document;
import org.parcours.command.store.ReplicaSet;

/** Entries as documents: {@code { _id: processor, version: 1, state: "…" }}. */
public final class MongoTokenRegister implements TokenRegister {

    private final MongoCollection<Document> entries;

    public MongoTokenRegister(ReplicaSet replicaSet) {
        entries = replicaSet.database().getCollection("processor_token");
    }

    @Override
    public Optional<Entry> get(String processor) {
        return Optional.ofNullable(entries.find(eq(processor)).first())
                .map(found -> new Entry(found.getLong("version"), found.getString("state")));
    }

    @Override
    public boolean put(String processor, long version, String state) {
        if (version > 0) {
            return entries.updateOne(
                                    and(eq(processor), eq("version", version)),
                                    combine(set("state", state), inc("version", 1L)))
                            .getModifiedCount()
                    == 1;
        }
        try {
            entries.insertOne(
                    new Document("_id", processor).append("version", 1L).append("state", state));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }
}
