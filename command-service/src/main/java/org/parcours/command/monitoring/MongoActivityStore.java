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
import org.parcours.command.monitoring.ActivityBucket.Size;
import org.parcours.command.store.MongoSchema;
import org.parcours.command.store.ReplicaSet;
import org.parcours.command.store.StoreUnavailableException;

/** Buckets as documents in MongoDB. Of a bulk that fails in the middle some may be added twice: they are counts to look at. */
public final class MongoActivityStore implements ActivityStore {

    private final MongoCollection<Document> buckets;

    public MongoActivityStore(ReplicaSet replicaSet) {
        buckets = replicaSet.database().getCollection(MongoSchema.ACTIVITY);
    }

    @Override
    public void add(List<ActivityBucket> more) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (ActivityBucket bucket : more) {
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
                            min("firstAt", bucket.first().toEpochMilli()),
                            max("lastAt", bucket.last().toEpochMilli()),
                            max("longestGap", bucket.longestGap().toMillis())),
                    new UpdateOptions().upsert(true)));
        }
        answered(() -> buckets.bulkWrite(writes));
    }

    private static String id(ActivityBucket bucket) {
        return "%s %d %s %s"
                .formatted(bucket.size().name(), bucket.start().toEpochMilli(), bucket.feed(), bucket.application());
    }

    @Override
    public List<ActivityBucket> since(Size size, Instant from) {
        return answered(() -> buckets.find(and(eq("size", size.name()), gte("startedAt", from.toEpochMilli())))
                .sort(Sorts.ascending("startedAt"))
                .map(MongoActivityStore::bucket)
                .into(new ArrayList<>()));
    }

    @Override
    public List<ActivityBucket> newest() {
        return answered(() -> newestHours().stream()
                .map(id -> buckets.find(eq("_id", id)).first())
                .map(MongoActivityStore::bucket)
                .toList());
    }

    /** The ids of the newest hour of each: they sort by their time, which has as many digits for centuries. */
    private List<String> newestHours() {
        return buckets.aggregate(List.of(
                        Aggregates.match(eq("size", Size.HOUR.name())),
                        Aggregates.group(
                                new Document("application", "$application").append("feed", "$feed"),
                                Accumulators.max("newest", "$_id"))))
                .map(found -> found.getString("newest"))
                .into(new ArrayList<>());
    }

    @Override
    public void forget(Size size, Instant before) {
        answered(() -> buckets.deleteMany(and(
                eq("size", size.name()),
                lt("startedAt", before.toEpochMilli()),
                nin("_id", size == Size.HOUR ? newestHours() : List.of()))));
    }

    private static ActivityBucket bucket(Document found) {
        return new ActivityBucket(
                found.getString("application"),
                found.getString("feed"),
                Size.valueOf(found.getString("size")),
                Instant.ofEpochMilli(found.getLong("startedAt")),
                new OutcomeCounts(
                        found.getLong("recorded"),
                        found.getLong("duplicate"),
                        found.getLong("kept"),
                        found.getLong("refused"),
                        found.getLong("unavailable"),
                        found.getLong("late")),
                Instant.ofEpochMilli(found.getLong("firstAt")),
                Instant.ofEpochMilli(found.getLong("lastAt")),
                Duration.ofMillis(found.getLong("longestGap")));
    }

    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException e) {
            throw StoreUnavailableException.of(e);
        }
    }
}
