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
import org.parcours.command.quarantine.QuarantinedMessage.Resubmission;
import org.parcours.command.store.Hash;
import org.parcours.command.store.MongoBytes;
import org.parcours.command.store.MongoSchema;
import org.parcours.command.store.ReplicaSet;
import org.parcours.command.store.StoreUnavailableException;

/**
 * The quarantine in MongoDB. While a message is open, {@code open} says which one it is (sender, code, bytes), under a
 * unique index, so that the same is counted and not kept again. Raw bytes are in GridFS: they may be as large as a
 * document, or larger.
 */
public final class MongoQuarantine implements Quarantine {

    private static final String OPEN = "open";
    private static final String RESUBMITTED_AT = "resubmittedAt";

    private final MongoCollection<Document> messages;
    private final MongoCollection<Document> claims;
    private final MongoBytes raw;
    private final String unmapped;

    /** @param unmapped the code of what tells nothing that is tracked: kept, and nobody's work */
    public MongoQuarantine(ReplicaSet replicaSet, String unmapped) {
        messages = replicaSet.database().getCollection(MongoSchema.QUARANTINE);
        claims = replicaSet.database().getCollection("quarantine_claim");
        raw = new MongoBytes(replicaSet, "quarantine_raw");
        this.unmapped = unmapped;
    }

    @Override
    public UUID put(QuarantinedMessage message) {
        return answered(() -> {
            var hash = Hash.of(message.raw());
            raw.put(hash.toString(), message.raw());
            var open = Hash.of("%s\n%s\n%s"
                            .formatted(message.sender(), message.code(), hash)
                            .getBytes(StandardCharsets.UTF_8))
                    .toString();
            var ofTheFirst = new ArrayList<>(List.of(
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
            message.correctionOf().ifPresent(of -> ofTheFirst.add(setOnInsert("correctionOf", of.toString())));
            message.submittedBy().ifPresent(by -> ofTheFirst.add(setOnInsert("submittedBy", by)));
            var kept = messages.findOneAndUpdate(
                    eq(OPEN, open),
                    combine(ofTheFirst),
                    new FindOneAndUpdateOptions().upsert(true).returnDocument(ReturnDocument.AFTER));
            return UUID.fromString(kept.getString("_id"));
        });
    }

    @Override
    public Optional<QuarantinedMessage> get(UUID id) {
        return answered(() ->
                Optional.ofNullable(messages.find(eq(id.toString())).first()).map(this::message));
    }

    @Override
    public List<QuarantinedMessage> newest(QuarantineFilter wanted, int limit, Optional<UUID> before) {
        return page(wanted, before.map(id -> lt("_id", id.toString())), Sorts.descending("_id"), limit);
    }

    @Override
    public List<QuarantinedMessage> oldest(QuarantineFilter wanted, int limit, Optional<UUID> after) {
        return page(wanted, after.map(id -> gt("_id", id.toString())), Sorts.ascending("_id"), limit);
    }

    @Override
    public List<RejectionGroup> groups(int limit) {
        return answered(() -> messages.aggregate(List.of(
                        Aggregates.match(and(
                                exists(RESUBMITTED_AT, false), exists("correctionOf", false), ne("code", unmapped))),
                        Aggregates.group(
                                new Document("sender", "$sender")
                                        .append("code", "$code")
                                        .append("field", "$field"),
                                Accumulators.sum("messages", 1L),
                                Accumulators.sum("times", "$timesSeen"),
                                Accumulators.min("first", "$receivedAt"),
                                Accumulators.max("last", "$lastSeenAt")),
                        Aggregates.sort(Sorts.descending("last")),
                        Aggregates.limit(limit)))
                .map(MongoQuarantine::group)
                .into(new ArrayList<>()));
    }

    private static RejectionGroup group(Document found) {
        var by = found.get("_id", Document.class);
        return new RejectionGroup(
                by.getString("sender"),
                by.getString("code"),
                by.getString("field"),
                found.get("messages", Number.class).longValue(),
                found.get("times", Number.class).longValue(),
                instant(found.getLong("first")),
                instant(found.getLong("last")));
    }

    private List<QuarantinedMessage> page(QuarantineFilter wanted, Optional<Bson> beyond, Bson order, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("A page has 1 to " + MAX_PAGE + " messages: " + limit);
        }
        var filters = new ArrayList<Bson>();
        beyond.ifPresent(filters::add);
        wanted.state()
                .ifPresent(state -> filters.add(
                        switch (state) {
                            case OPEN -> and(exists(RESUBMITTED_AT, false), ne("code", unmapped));
                            case UNSUPPORTED -> and(exists(RESUBMITTED_AT, false), eq("code", unmapped));
                            case RESUBMITTED -> exists(RESUBMITTED_AT);
                        }));
        wanted.sender().ifPresent(sender -> filters.add(eq("sender", sender)));
        wanted.code().ifPresent(code -> filters.add(eq("code", code)));
        wanted.field().ifPresent(field -> filters.add(eq("field", field)));
        wanted.from().ifPresent(from -> filters.add(gte("receivedAt", micros(from))));
        wanted.to().ifPresent(to -> filters.add(lt("receivedAt", micros(to))));
        return answered(() -> messages.find(filters.isEmpty() ? new Document() : and(filters))
                .sort(order)
                .limit(limit)
                .map(this::message)
                .into(new ArrayList<>()));
    }

    @Override
    public Optional<ResubmissionClaim> claim(UUID id, ResubmissionClaim claim) {
        return answered(() -> {
            if (messages.find(and(eq(id.toString()), exists(RESUBMITTED_AT, false)))
                            .first()
                    != null) {
                var hash = Hash.of(claim.raw()).toString();
                raw.put(hash, claim.raw());
                insertIfAbsent(new Document("_id", id.toString())
                        .append("by", claim.by())
                        .append("at", micros(claim.at()))
                        .append("rawHash", hash));
            }
            return claimOf(id);
        });
    }

    private void insertIfAbsent(Document claim) {
        try {
            claims.insertOne(claim);
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e; // else: the first to claim keeps it
            }
        }
    }

    @Override
    public Optional<ResubmissionClaim> claimOf(UUID id) {
        return answered(() -> Optional.ofNullable(claims.find(eq(id.toString())).first())
                .map(found -> new ResubmissionClaim(
                        found.getString("by"), instant(found.getLong("at")), bytes(found.getString("rawHash")))));
    }

    @Override
    public void release(UUID id) {
        answered(() -> claims.deleteOne(eq(id.toString())));
    }

    @Override
    public boolean markResubmitted(UUID id, String by, Instant at, String outcome) {
        return answered(() -> {
            boolean first =
                    messages.updateOne(and(eq(id.toString()), exists(RESUBMITTED_AT, false)), done(by, at, outcome))
                                    .getModifiedCount()
                            == 1;
            // Also where somebody was first: who was may have died in between.
            messages.updateMany(
                    and(eq("correctionOf", id.toString()), exists(RESUBMITTED_AT, false)), done(by, at, ATTEMPT_DONE));
            return first;
        });
    }

    private static Bson done(String by, Instant at, String outcome) {
        return combine(unset(OPEN), set("resubmittedBy", by), set(RESUBMITTED_AT, micros(at)), set("outcome", outcome));
    }

    private QuarantinedMessage message(Document found) {
        return new QuarantinedMessage(
                UUID.fromString(found.getString("_id")),
                instant(found.getLong("receivedAt")),
                found.getString("feed"),
                found.getString("sender"),
                found.getString("contentType"),
                bytes(found.getString("rawHash")),
                found.getString("code"),
                found.getString("field"),
                found.getString("reason"),
                Optional.ofNullable(found.getString("correctionOf")).map(UUID::fromString),
                Optional.ofNullable(found.getString("submittedBy")),
                found.getLong("timesSeen"),
                instant(found.getLong("lastSeenAt")),
                found.getString("code").equals(unmapped),
                found.containsKey(RESUBMITTED_AT)
                        ? Optional.of(new Resubmission(
                                found.getString("resubmittedBy"),
                                instant(found.getLong(RESUBMITTED_AT)),
                                found.getString("outcome")))
                        : Optional.empty());
    }

    private byte[] bytes(String hash) {
        return raw.get(hash)
                .orElseThrow(() -> new IllegalStateException("The raw bytes " + hash + " of the quarantine are gone"));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException e) {
            throw StoreUnavailableException.of(e);
        }
    }
}
