package org.parcours.command.monitoring;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;
import org.parcours.command.store.MongoIndexSchema;
import org.parcours.command.store.MongoReplicaSetConnection;
import org.parcours.command.store.StoreOperationException;

/** Stores unread fields as documents in MongoDB. The counts are for display only, as those of the activity. */
public final class MongoUnreadFieldStore implements UnreadFieldStore {

    private final MongoCollection<Document> fields;

    public MongoUnreadFieldStore(MongoReplicaSetConnection replicaSet) {
        fields = replicaSet.database().getCollection(MongoIndexSchema.UNREAD_FIELDS);
    }

    @Override
    public void add(List<UnreadField> additions) {
        execute(() -> fields.bulkWrite(additions.stream()
                .map(field -> new UpdateOneModel<Document>(
                        eq("_id", field.path() + " " + field.application()),
                        combine(
                                setOnInsert("application", field.application()),
                                setOnInsert("path", field.path()),
                                inc("messages", field.messages()),
                                min("firstAt", field.firstReceivedAt().toEpochMilli()),
                                max("lastAt", field.lastReceivedAt().toEpochMilli()),
                                set("example", field.exampleMessageId())),
                        new UpdateOptions().upsert(true)))
                .toList()));
    }

    @Override
    public List<UnreadField> ofApplication(String application) {
        return execute(() -> fields.find(eq("application", application))
                .map(document -> new UnreadField(
                        document.getString("application"),
                        document.getString("path"),
                        document.getLong("messages"),
                        Instant.ofEpochMilli(document.getLong("firstAt")),
                        Instant.ofEpochMilli(document.getLong("lastAt")),
                        document.getString("example")))
                .into(new ArrayList<>()));
    }

    private static <T> T execute(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoException e) {
            throw StoreOperationException.of(e);
        }
    }
}
