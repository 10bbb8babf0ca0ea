package org.parcours.command.monitoring;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.max;
import static com.mongodb.client.model.Updates.min;
import static com.mongodb.client.model.Updates.setOnInsert;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bson.Document;
import org.parcours.command.monitoring.ActivityBucket.BucketSize;
import org.parcours.command.store.MongoIndexSchema;
import org.parcours.command.store.MongoReplicaSetConnection;
import org.parcours.command.store.StoreOperationException;

/**
 * Stores buckets as documents in MongoDB. Where a bulk write fails in the middle, some counts may be added twice: they
 * are for display only.
 */
public final class MongoActivityStore implements ActivityStore {

    private final MongoCollection<Document> buckets;

    public MongoActivityStore(MongoReplicaSetConnection replicaSet) {
        buckets = replicaSet.database().getCollection(MongoIndexSchema.ACTIVITY);
    }

    @Override
    public void add(List<ActivityBucket> additions) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (ActivityBucket bucket : additions) {
            writes.add(new UpdateOneModel<>(
                    eq("_id", id(bucket)),
                    combine(
                            setOnInsert("application", bucket.application()),
                            setOnInsert("feed", bucket.feed()),
                            setOnInsert("size", bucket.size().name()),
                            setOnInsert("startedAt", bucket.start().toEpochMilli()),
                            inc("recorded", bucket.counts().recorded()),
                            inc("duplicate", bucket.counts().duplicate()),
                            inc("kept", bucket.counts().unsupported()),
                            inc("refused", bucket.counts().rejected()),
                            inc("unavailable", bucket.counts().unavailable()),
                            inc("late", bucket.counts().late()),
                            min("firstAt", bucket.firstReceivedAt().toEpochMilli()),
                            max("lastAt", bucket.lastReceivedAt().toEpochMilli()),
                            max("longestGap", bucket.longestGap().toMillis())),
                    new UpdateOptions().upsert(true)));
        }
        execute(() -> buckets.bulkWrite(writes));
    }

    private static String id(ActivityBucket bucket) {
        return "%s %d %s %s"
                .formatted(bucket.size().name(), bucket.start().toEpochMilli(), bucket.feed(), bucket.application());
    }

    @Override
    public List<ActivityBucket> since(BucketSize size, Instant from) {
        return execute(() -> buckets.find(and(eq("size", size.name()), gte("startedAt", from.toEpochMilli())))
                .sort(Sorts.ascending("startedAt"))
                .map(MongoActivityStore::bucket)
                .into(new ArrayList<>()));
    }

    @Override
    public List<ActivityBucket> newestHours() {
        return execute(() -> newestHourIds().stream()
                .map(id -> buckets.find(eq("_id", id)).first())
                .map(MongoActivityStore::bucket)
                .toList());
    }

    /** Ids sort by time: milliseconds keep their number of digits for centuries. */
    private List<String> newestHourIds() {
        return buckets.aggregate(List.of(
                        Aggregates.match(eq("size", BucketSize.HOUR.name())),
                        Aggregates.group(
                                new Document("application", "$application").append("feed", "$feed"),
                                Accumulators.max("newest", "$_id"))))
                .map(document -> document.getString("newest"))
                .into(new ArrayList<>());
    }

    @Override
    public void deleteBefore(BucketSize size, Instant before) {
        execute(() -> buckets.deleteMany(and(
                eq("size", size.name()),
                lt("startedAt", before.toEpochMilli()),
                nin("_id", size == BucketSize.HOUR ? newestHourIds() : List.of()))));
    }

    private static ActivityBucket bucket(Document document) {
        return new ActivityBucket(
                document.getString("application"),
                document.getString("feed"),
                BucketSize.valueOf(document.getString("size")),
                Instant.ofEpochMilli(document.getLong("startedAt")),
                new OutcomeCounts(
                        document.getLong("recorded"),
                        document.getLong("duplicate"),
                        document.getLong("kept"),
                        document.getLong("refused"),
                        document.getLong("unavailable"),
                        document.getLong("late")),
                Instant.ofEpochMilli(document.getLong("firstAt")),
                Instant.ofEpochMilli(document.getLong("lastAt")),
                Duration.ofMillis(document.getLong("longestGap")));
    }

    private static <T> T execute(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoException e) {
            throw StoreOperationException.of(e);
        }
    }
}
