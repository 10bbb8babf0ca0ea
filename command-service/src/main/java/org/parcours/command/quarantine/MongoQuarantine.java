package org.parcours.command.quarantine;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.command.quarantine.QuarantinedMessage.ResubmissionRecord;
import org.parcours.command.store.GridFsByteStore;
import org.parcours.command.store.Hash;
import org.parcours.command.store.MongoIndexSchema;
import org.parcours.command.store.MongoReplicaSet;
import org.parcours.command.store.StoreOperationException;

/**
 * The quarantine in MongoDB. While a message is open, its field {@code open}, which has a unique index, contains a hash
 * of sender, code and bytes, so that a repeated delivery is counted instead of stored again. Raw bytes are in GridFS,
 * because they may be larger than a MongoDB document.
 */
public final class MongoQuarantine implements Quarantine {

    private static final String OPEN = "open";
    private static final String RESUBMITTED_AT = "resubmittedAt";

    private final MongoCollection<Document> messages;
    private final MongoCollection<Document> claims;
    private final GridFsByteStore rawBytes;
    private final String unsupportedCode;

    /** @param unsupportedCode the code of unsupported messages, which are kept but are not open */
    public MongoQuarantine(MongoReplicaSet replicaSet, String unsupportedCode) {
        messages = replicaSet.database().getCollection(MongoIndexSchema.QUARANTINE);
        claims = replicaSet.database().getCollection("quarantine_claim");
        rawBytes = new GridFsByteStore(replicaSet, "quarantine_raw");
        this.unsupportedCode = unsupportedCode;
    }

    @Override
    public UUID put(QuarantinedMessage message) {
        return translateExceptions(() -> {
            var hash = Hash.of(message.raw());
            rawBytes.put(hash.toString(), message.raw());
            var openKey = Hash.of("%s\n%s\n%s"
                            .formatted(message.sender(), message.code(), hash)
                            .getBytes(StandardCharsets.UTF_8))
                    .toString();
            var updates = new ArrayList<>(List.of(
                    setOnInsert("_id", message.id().toString()),
                    setOnInsert("receivedAt", micros(message.receivedAt())),
                    setOnInsert("feed", message.feed()),
                    setOnInsert("sender", message.sender()),
                    setOnInsert("contentType", message.contentType()),
                    setOnInsert("rawHash", hash.toString()),
                    setOnInsert("code", message.code()),
                    setOnInsert("field", message.field()),
                    setOnInsert("reason", message.reason()),
                    inc("timesSeen", 1L),
                    set("lastSeenAt", micros(message.receivedAt()))));
            message.correctionOf().ifPresent(of -> updates.add(setOnInsert("correctionOf", of.toString())));
            message.submittedBy().ifPresent(by -> updates.add(setOnInsert("submittedBy", by)));
            var stored = messages.findOneAndUpdate(
                    eq(OPEN, openKey),
                    combine(updates),
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
            return UUID.fromString(stored.getString("_id"));
        });
    }

    @Override
    public Optional<QuarantinedMessage> get(UUID id) {
        return translateExceptions(() ->
                Optional.ofNullable(messages.find(eq(id.toString())).first()).map(this::toMessage));
    }

    @Override
    public List<QuarantinedMessage> newestFirst(QuarantineFilter filter, int limit, Optional<UUID> before) {
        return page(filter, before.map(id -> lt("_id", id.toString())), Sorts.descending("_id"), limit);
    }

    @Override
    public List<QuarantinedMessage> oldestFirst(QuarantineFilter filter, int limit, Optional<UUID> after) {
        return page(filter, after.map(id -> gt("_id", id.toString())), Sorts.ascending("_id"), limit);
    }

    @Override
    public List<RejectionGroup> groups(int limit) {
        return translateExceptions(() -> messages.aggregate(List.of(
                        Aggregates.match(and(
                                exists(RESUBMITTED_AT, false),
                                exists("correctionOf", false),
                                ne("code", unsupportedCode))),
                        Aggregates.group(
                                new Document("sender", "$sender")
                                        .append("code", "$code")
                                        .append("field", "$field"),
                                Accumulators.sum("messages", 1L),
                                Accumulators.sum("deliveries", "$timesSeen"),
                                Accumulators.min("first", "$receivedAt"),
                                Accumulators.max("last", "$lastSeenAt")),
                        Aggregates.sort(Sorts.descending("last")),
                        Aggregates.limit(limit)))
                .map(MongoQuarantine::toGroup)
                .into(new ArrayList<>()));
    }

    private static RejectionGroup toGroup(Document document) {
        var by = document.get("_id", Document.class);
        return new RejectionGroup(
                by.getString("sender"),
                by.getString("code"),
                by.getString("field"),
                document.get("messages", Number.class).longValue(),
                document.get("deliveries", Number.class).longValue(),
                instant(document.getLong("first")),
                instant(document.getLong("last")));
    }

    private List<QuarantinedMessage> page(QuarantineFilter filter, Optional<Bson> idCondition, Bson order, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " messages: " + limit);
        }
        var conditions = new ArrayList<Bson>();
        idCondition.ifPresent(conditions::add);
        filter.state()
                .ifPresent(state -> conditions.add(
                        switch (state) {
                            case OPEN -> and(exists(RESUBMITTED_AT, false), ne("code", unsupportedCode));
                            case UNSUPPORTED -> and(exists(RESUBMITTED_AT, false), eq("code", unsupportedCode));
                            case RESUBMITTED -> exists(RESUBMITTED_AT);
                        }));
        filter.sender().ifPresent(sender -> conditions.add(eq("sender", sender)));
        filter.code().ifPresent(code -> conditions.add(eq("code", code)));
        filter.field().ifPresent(field -> conditions.add(eq("field", field)));
        filter.from().ifPresent(from -> conditions.add(gte("receivedAt", micros(from))));
        filter.to().ifPresent(to -> conditions.add(lt("receivedAt", micros(to))));
        return translateExceptions(() -> messages.find(conditions.isEmpty() ? new Document() : and(conditions))
                .sort(order)
                .limit(limit)
                .map(this::toMessage)
                .into(new ArrayList<>()));
    }

    @Override
    public Optional<ResubmissionClaim> claim(UUID id, ResubmissionClaim claim) {
        return translateExceptions(() -> {
            if (messages.find(and(eq(id.toString()), exists(RESUBMITTED_AT, false)))
                            .first()
                    != null) {
                var hash = Hash.of(claim.raw()).toString();
                rawBytes.put(hash, claim.raw());
                insertIfAbsent(new Document("_id", id.toString())
                        .append("by", claim.by())
                        .append("at", micros(claim.at()))
                        .append("rawHash", hash));
            }
            return findClaim(id);
        });
    }

    private void insertIfAbsent(Document claim) {
        try {
            claims.insertOne(claim);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e; // else: the first claim is kept
            }
        }
    }

    @Override
    public Optional<ResubmissionClaim> findClaim(UUID id) {
        return translateExceptions(
                () -> Optional.ofNullable(claims.find(eq(id.toString())).first())
                        .map(document -> new ResubmissionClaim(
                                document.getString("by"),
                                instant(document.getLong("at")),
                                readRawBytes(document.getString("rawHash")))));
    }

    @Override
    public void releaseClaim(UUID id) {
        translateExceptions(() -> claims.deleteOne(eq(id.toString())));
    }

    @Override
    public boolean markResubmitted(UUID id, String by, Instant at, String outcome) {
        return translateExceptions(() -> {
            boolean marked = messages.updateOne(
                                    and(eq(id.toString()), exists(RESUBMITTED_AT, false)),
                                    resubmittedUpdate(by, at, outcome))
                            .getModifiedCount()
                    == 1;
            // Even if another process marked the message first: it may have crashed before it marked the attempts.
            messages.updateMany(
                    and(eq("correctionOf", id.toString()), exists(RESUBMITTED_AT, false)),
                    resubmittedUpdate(by, at, ATTEMPT_SUPERSEDED));
            return marked;
        });
    }

    private static Bson resubmittedUpdate(String by, Instant at, String outcome) {
        return combine(unset(OPEN), set("resubmittedBy", by), set(RESUBMITTED_AT, micros(at)), set("outcome", outcome));
    }

    private QuarantinedMessage toMessage(Document document) {
        return new QuarantinedMessage(
                UUID.fromString(document.getString("_id")),
                instant(document.getLong("receivedAt")),
                document.getString("feed"),
                document.getString("sender"),
                document.getString("contentType"),
                readRawBytes(document.getString("rawHash")),
                document.getString("code"),
                document.getString("field"),
                document.getString("reason"),
                Optional.ofNullable(document.getString("correctionOf")).map(UUID::fromString),
                Optional.ofNullable(document.getString("submittedBy")),
                document.getLong("timesSeen"),
                instant(document.getLong("lastSeenAt")),
                document.getString("code").equals(unsupportedCode),
                document.containsKey(RESUBMITTED_AT)
                        ? Optional.of(new ResubmissionRecord(
                                document.getString("resubmittedBy"),
                                instant(document.getLong(RESUBMITTED_AT)),
                                document.getString("outcome")))
                        : Optional.empty());
    }

    private byte[] readRawBytes(String hash) {
        return rawBytes.get(hash)
                .orElseThrow(() ->
                        new IllegalStateException("The raw bytes " + hash + " of a quarantined message are missing"));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static <T> T translateExceptions(Supplier<T> operation) {
        try {
            return operation.get();
        } catch (MongoException e) {
            throw StoreOperationException.of(e);
        }
    }
}
