package org.parcours.command.quarantine;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.nin;
import static com.mongodb.client.model.Updates.combine;
import static com.mongodb.client.model.Updates.inc;
import static com.mongodb.client.model.Updates.set;
import static com.mongodb.client.model.Updates.setOnInsert;
import static com.mongodb.client.model.Updates.unset;
import static org.parcours.command.store.EpochMicros.toInstant;
import static org.parcours.command.store.EpochMicros.toMicros;
import static org.parcours.command.store.StoreOperationException.translateMongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Sorts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.command.quarantine.QuarantinedMessage.ResubmissionRecord;
import org.parcours.command.store.GridFsByteStore;
import org.parcours.command.store.Hash;
import org.parcours.command.store.HashedContents;
import org.parcours.command.store.MongoIndexSchema;
import org.parcours.command.store.MongoReplicaSetConnection;

/**
 * The quarantine in MongoDB. While a message is open, its field {@code open}, which has a unique index, contains a hash
 * of sender, code and bytes, so that a repeated delivery is counted instead of stored again. Raw bytes are in GridFS.
 */
public final class MongoQuarantine implements Quarantine, HashedContents {

    private static final String OPEN = "open";
    private static final String RESUBMITTED_AT = "resubmittedAt";

    private final MongoCollection<Document> messages;
    private final MongoCollection<Document> claims;
    private final GridFsByteStore rawBytes;
    private final List<String> unsupportedCodes;

    /** @param unsupportedCodes the codes of unsupported messages, which are kept but are not open */
    public MongoQuarantine(MongoReplicaSetConnection replicaSet, String... unsupportedCodes) {
        messages = replicaSet.database().getCollection(MongoIndexSchema.QUARANTINE);
        claims = replicaSet.database().getCollection("quarantine_claim");
        rawBytes = new GridFsByteStore(replicaSet, "quarantine_raw");
        this.unsupportedCodes = List.of(unsupportedCodes);
    }

    @Override
    public UUID put(QuarantinedMessage message) {
        return translateMongo(() -> {
            var hash = Hash.of(message.raw());
            rawBytes.put(hash.toString(), message.raw());
            var openText = message.sender() + '\n' + message.code() + '\n' + hash;
            var openKey = Hash.of(openText.getBytes(StandardCharsets.UTF_8)).toString();
            var updates = new ArrayList<>(List.of(
                    setOnInsert("_id", message.id().toString()),
                    setOnInsert("receivedAt", toMicros(message.receivedAt())),
                    setOnInsert("feed", message.feed()),
                    setOnInsert("sender", message.sender()),
                    setOnInsert("contentType", message.contentType()),
                    setOnInsert("rawHash", hash.toString()),
                    setOnInsert("code", message.code()),
                    setOnInsert("field", message.field()),
                    setOnInsert("reason", message.reason()),
                    inc("timesSeen", 1L),
                    set("lastSeenAt", toMicros(message.receivedAt()))));
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
        return translateMongo(() -> find(id).map(document ->
                new QuarantinedMessage(toSummary(document), readRawBytes(document.getString("rawHash")))));
    }

    @Override
    public Optional<byte[]> beginning(UUID id, int maxBytes) {
        return translateMongo(() -> find(id).map(document -> {
            var hash = document.getString("rawHash");
            return rawBytes.beginning(hash, maxBytes).orElseThrow(() -> missing(hash));
        }));
    }

    @Override
    public List<Content> contents(Optional<String> after, int limit) {
        return translateMongo(() -> messages.find(gt("_id", after.orElse("")))
                .sort(Sorts.ascending("_id"))
                .limit(limit)
                .map(message -> new Content(message.getString("_id"), Hash.parse(message.getString("rawHash"))))
                .into(new ArrayList<>()));
    }

    @Override
    public Optional<byte[]> storedBytes(Content content) {
        return translateMongo(() -> rawBytes.get(content.hash().toString()));
    }

    private Optional<Document> find(UUID id) {
        return Optional.ofNullable(messages.find(eq(id.toString())).first());
    }

    @Override
    public List<QuarantinedMessageSummary> newestFirst(QuarantineFilter filter, int limit, Optional<UUID> before) {
        return page(filter, before.map(id -> lt("_id", id.toString())), Sorts.descending("_id"), limit);
    }

    @Override
    public List<QuarantinedMessageSummary> oldestFirst(QuarantineFilter filter, int limit, Optional<UUID> after) {
        return page(filter, after.map(id -> gt("_id", id.toString())), Sorts.ascending("_id"), limit);
    }

    @Override
    public List<RejectionGroup> groups(int limit) {
        return translateMongo(() -> messages.aggregate(List.of(
                        Aggregates.match(and(
                                exists(RESUBMITTED_AT, false),
                                exists("correctionOf", false),
                                nin("code", unsupportedCodes))),
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
                toInstant(document.getLong("first")),
                toInstant(document.getLong("last")));
    }

    private List<QuarantinedMessageSummary> page(
            QuarantineFilter filter, Optional<Bson> idCondition, Bson order, int limit) {
        Quarantine.requirePageSize(limit);
        var state = filter.state().map(required -> switch (required) {
            case OPEN -> and(exists(RESUBMITTED_AT, false), nin("code", unsupportedCodes));
            case UNSUPPORTED -> and(exists(RESUBMITTED_AT, false), in("code", unsupportedCodes));
            case RESUBMITTED -> exists(RESUBMITTED_AT);
        });
        var conditions = Stream.of(
                        idCondition,
                        state,
                        filter.sender().map(sender -> eq("sender", sender)),
                        filter.code().map(code -> eq("code", code)),
                        filter.field().map(field -> eq("field", field)),
                        filter.from().map(from -> gte("receivedAt", toMicros(from))),
                        filter.to().map(to -> lt("receivedAt", toMicros(to))))
                .flatMap(Optional::stream)
                .toList();
        return translateMongo(() -> messages.find(conditions.isEmpty() ? new Document() : and(conditions))
                .sort(order)
                .limit(limit)
                .map(this::toSummary)
                .into(new ArrayList<>()));
    }

    @Override
    public Optional<ResubmittedContent> claim(UUID id, ResubmittedContent claim) {
        return translateMongo(() -> {
            if (messages.countDocuments(and(eq(id.toString()), exists(RESUBMITTED_AT, false))) > 0) {
                var hash = Hash.of(claim.raw()).toString();
                rawBytes.put(hash, claim.raw());
                insertIfAbsent(new Document("_id", id.toString())
                        .append("by", claim.by())
                        .append("at", toMicros(claim.at()))
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
    public Optional<ResubmittedContent> findClaim(UUID id) {
        return translateMongo(
                () -> Optional.ofNullable(claims.find(eq(id.toString())).first())
                        .map(document -> new ResubmittedContent(
                                document.getString("by"),
                                toInstant(document.getLong("at")),
                                readRawBytes(document.getString("rawHash")))));
    }

    @Override
    public void releaseClaim(UUID id) {
        translateMongo(() -> claims.deleteOne(eq(id.toString())));
    }

    @Override
    public boolean markResubmitted(UUID id, String by, Instant at, String outcome) {
        return translateMongo(() -> {
            var marked = messages.updateOne(
                    and(eq(id.toString()), exists(RESUBMITTED_AT, false)), resubmittedUpdate(by, at, outcome));
            // Even if another process marked the message first: it may have crashed before it marked the attempts.
            messages.updateMany(
                    and(eq("correctionOf", id.toString()), exists(RESUBMITTED_AT, false)),
                    resubmittedUpdate(by, at, ATTEMPT_SUPERSEDED));
            return marked.getModifiedCount() == 1;
        });
    }

    private static Bson resubmittedUpdate(String by, Instant at, String outcome) {
        return combine(
                unset(OPEN), set("resubmittedBy", by), set(RESUBMITTED_AT, toMicros(at)), set("outcome", outcome));
    }

    private QuarantinedMessageSummary toSummary(Document document) {
        return new QuarantinedMessageSummary(
                UUID.fromString(document.getString("_id")),
                toInstant(document.getLong("receivedAt")),
                document.getString("feed"),
                document.getString("sender"),
                document.getString("contentType"),
                document.getString("code"),
                document.getString("field"),
                document.getString("reason"),
                Optional.ofNullable(document.getString("correctionOf")).map(UUID::fromString),
                Optional.ofNullable(document.getString("submittedBy")),
                document.getLong("timesSeen"),
                toInstant(document.getLong("lastSeenAt")),
                unsupportedCodes.contains(document.getString("code")),
                document.containsKey(RESUBMITTED_AT)
                        ? Optional.of(new ResubmissionRecord(
                                document.getString("resubmittedBy"),
                                toInstant(document.getLong(RESUBMITTED_AT)),
                                document.getString("outcome")))
                        : Optional.empty());
    }

    private byte[] readRawBytes(String hash) {
        return rawBytes.get(hash).orElseThrow(() -> missing(hash));
    }

    private static IllegalStateException missing(String hash) {
        return new IllegalStateException("The raw bytes " + hash + " of a quarantined message are missing");
    }
}
