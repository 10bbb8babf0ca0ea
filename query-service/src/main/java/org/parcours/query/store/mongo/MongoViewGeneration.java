package org.parcours.query.store.mongo;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.Optional;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.Lease;
import org.parcours.query.store.LeaseLostException;
import org.parcours.query.store.ViewGeneration;
import org.parcours.query.store.ViewProgress;
import org.parcours.query.store.ViewReader;

/** One generation: its collections, and its document in {@code view_generations} with progress and lease. */
record MongoViewGeneration(MongoViewDatabase database, long number) implements ViewGeneration {

    static final String GENERATIONS = "view_generations";
    static final String PROGRESS = "progress";

    private static final String POSITION = PROGRESS + ".position";
    private static final String HOLDER = "holder";
    private static final String TERM = "term";
    private static final String EXPIRES = "expires";

    static Document newDocument(long number, String version) {
        return new Document(DocumentFormat.ID, number)
                .append("version", version)
                .append("madeCurrent", 0L)
                .append(PROGRESS, document(ViewProgress.NONE))
                .append(HOLDER, "")
                .append(TERM, 0L)
                .append(EXPIRES, new Date(0));
    }

    @Override
    public <T> T read(Function<ViewReader, T> work) {
        return database.read(session -> work.apply(new MongoViewReader(database, number, session)));
    }

    @Override
    public <T> T readForUpdate(Function<ViewReader, T> work) {
        return read(work);
    }

    @Override
    public ViewProgress progress() {
        return database.call(
                "read", () -> Optional.ofNullable(generations().find(itself()).first())
                        .map(generation -> progress(generation.get(PROGRESS, Document.class)))
                        .orElse(ViewProgress.NONE));
    }

    static ViewProgress progress(Document document) {
        return new ViewProgress(
                document.getLong("position"),
                document.getLong("offset"),
                Instant.parse(document.getString("recordedAt")),
                document.getLong("failed"),
                document.get("chain", ""));
    }

    /** With the time as text, because MongoDB's dates are of milliseconds. */
    static Document document(ViewProgress progress) {
        return new Document("position", progress.position())
                .append("offset", progress.offset())
                .append("recordedAt", progress.recordedAt().toString())
                .append("failed", progress.failedDocuments())
                .append("chain", progress.chain());
    }

    /** A delay between reading the server's time and the update makes the lease shorter, never longer. */
    @Override
    public Optional<Lease> acquireLease(String holder, Duration validity) {
        return database.call("written", () -> {
            var now = database.now();
            var expires = Updates.set(EXPIRES, Date.from(now.plus(validity)));
            var expired = Filters.lte(EXPIRES, Date.from(now));
            var own = Filters.and(itself(), Filters.eq(HOLDER, holder), Filters.gt(EXPIRES, Date.from(now)));
            var free = Filters.and(itself(), Filters.or(expired, Filters.eq(HOLDER, holder)));
            var lease = update(own, expires)
                    .or(() ->
                            update(free, Updates.combine(expires, Updates.set(HOLDER, holder), Updates.inc(TERM, 1L))))
                    .map(generation -> new Lease(holder, generation.getLong(TERM)));
            if (lease.isPresent() && !database.transactional) {
                new BatchJournal(database, number).complete();
            }
            return lease;
        });
    }

    private Optional<Document> update(Bson filter, Bson update) {
        return Optional.ofNullable(generations()
                .findOneAndUpdate(filter, update, new FindOneAndUpdateOptions().returnDocument(ReturnDocument.AFTER)));
    }

    @Override
    public void releaseLease(Lease lease) {
        database.call("written", () -> generations()
                .updateOne(Filters.and(itself(), heldBy(lease)), Updates.set(EXPIRES, new Date(0))));
    }

    @Override
    public void revokeLease() {
        database.call(
                "written",
                () -> update(
                        itself(),
                        Updates.combine(
                                Updates.set(HOLDER, ""), Updates.set(EXPIRES, new Date(0)), Updates.inc(TERM, 1L))));
    }

    @Override
    public void write(Lease lease, ViewProgress previous, Collection<DocumentChange> changes, ViewProgress next) {
        var fence = Filters.and(itself(), heldBy(lease), Filters.eq(POSITION, previous.position()));
        var progress = document(next);
        var writes = GenerationCollections.writes(number, changes);
        if (!database.transactional) {
            database.call("written", () -> {
                if (generations().countDocuments(Filters.and(itself(), heldBy(lease))) == 0) {
                    throw lost(previous);
                }
                new BatchJournal(database, number).write(fence, progress, writes, () -> lost(previous));
                return next;
            });
            return;
        }
        database.write(session -> {
            // First, so that it conflicts with another holder before anything else is written.
            if (generations()
                            .updateOne(session, fence, Updates.set(PROGRESS, progress))
                            .getMatchedCount()
                    == 0) {
                throw lost(previous);
            }
            write(session, writes);
        });
    }

    private void write(ClientSession session, Collection<GenerationCollections.Write> writes) {
        GenerationCollections.modelsByCollection(writes)
                .forEach((collection, models) -> database.collection(collection).bulkWrite(session, models));
    }

    private LeaseLostException lost(ViewProgress previous) {
        return new LeaseLostException("Another process projects into generation " + number
                + " of the views: nothing was written after position " + previous.position());
    }

    private Bson itself() {
        return Filters.eq(DocumentFormat.ID, number);
    }

    private static Bson heldBy(Lease lease) {
        return Filters.and(Filters.eq(HOLDER, lease.holder()), Filters.eq(TERM, lease.term()));
    }

    private MongoCollection<Document> generations() {
        return database.collection(GENERATIONS);
    }
}
