package org.parcours.query.store.mongo;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.query.store.LeaseLostException;

/**
 * Batches on a server without transactions. A batch is first written to a journal; one update of the generation's
 * document, which checks the lease, commits it; then its documents are written, and last the progress. After a crash or
 * an error in between, the next write or the next holder of the lease completes the batch: the changes cannot be computed
 * again, because counts are changed by the difference to what is stored. Readers may see a part of a batch meanwhile, and
 * a holder that is suspended while it completes a batch may write older documents afterwards.
 */
record BatchJournal(MongoViewDatabase database, long generation) {

    private static final String COMMITTED = "committedBatch";
    private static final String NEXT_PROGRESS = "committedProgress";
    private static final String BATCH = "batch";
    private static final String COLLECTION = "collection";
    private static final String TARGET = "target";
    private static final String DOCUMENT = "document";
    private static final int INSERTED_AT_ONCE = 200;

    /** @throws LeaseLostException where the fence does not match: no document is written then */
    void write(
            Bson fence,
            Document progress,
            Collection<GenerationCollections.Write> writes,
            Supplier<LeaseLostException> lost) {
        complete();
        commit(fence, progress, writes, lost);
        complete();
    }

    /** After this, the documents remain to be written. */
    void commit(
            Bson fence,
            Document progress,
            Collection<GenerationCollections.Write> writes,
            Supplier<LeaseLostException> lost) {
        var batch = UUID.randomUUID().toString();
        List<Document> entries = new ArrayList<>();
        long number = 0;
        for (var write : writes) {
            var entry = new Document(DocumentFormat.ID, new Document(BATCH, batch).append("number", number++))
                    .append(BATCH, batch)
                    .append("number", number)
                    .append(COLLECTION, write.collection())
                    .append(TARGET, write.id());
            write.document().ifPresent(document -> entry.append(DOCUMENT, document));
            entries.add(entry);
            if (entries.size() == INSERTED_AT_ONCE) {
                journal().insertMany(entries);
                entries.clear();
            }
        }
        if (!entries.isEmpty()) {
            journal().insertMany(entries);
        }
        var commit = Updates.combine(Updates.set(NEXT_PROGRESS, progress), Updates.set(COMMITTED, batch));
        var allComplete = Filters.and(fence, Filters.exists(COMMITTED, false));
        if (generations().updateOne(allComplete, commit).getMatchedCount() == 0) {
            journal().deleteMany(Filters.eq(BATCH, batch));
            throw lost.get();
        }
    }

    /** Completes the batch that has been committed and is not complete, if there is one. For the holder of the lease. */
    void complete() {
        Optional.ofNullable(generations()
                        .find(Filters.and(Filters.eq(DocumentFormat.ID, generation), Filters.exists(COMMITTED)))
                        .first())
                .ifPresent(document ->
                        complete(document.getString(COMMITTED), document.get(NEXT_PROGRESS, Document.class)));
    }

    private void complete(String batch, Document progress) {
        List<GenerationCollections.Write> writes = new ArrayList<>();
        journal().find(Filters.eq(BATCH, batch)).sort(Sorts.ascending("number")).forEach(entry -> {
            writes.add(new GenerationCollections.Write(
                    entry.getString(COLLECTION),
                    entry.get(TARGET),
                    Optional.ofNullable(entry.get(DOCUMENT, Document.class))));
            if (writes.size() == INSERTED_AT_ONCE) {
                apply(writes);
            }
        });
        apply(writes);
        generations()
                .updateOne(
                        Filters.and(Filters.eq(DocumentFormat.ID, generation), Filters.eq(COMMITTED, batch)),
                        Updates.combine(
                                Updates.set(MongoViewGeneration.PROGRESS, progress),
                                Updates.unset(NEXT_PROGRESS),
                                Updates.unset(COMMITTED)));
        journal().deleteMany(Filters.exists(BATCH));
    }

    private void apply(List<GenerationCollections.Write> writes) {
        GenerationCollections.modelsByCollection(writes)
                .forEach((collection, models) -> database.collection(collection).bulkWrite(models));
        writes.clear();
    }

    /** Of the batches in the order of their documents; those that were not committed are deleted with the next one. */
    private MongoCollection<Document> journal() {
        return database.collection(GenerationCollections.prefix(generation) + "journal");
    }

    private MongoCollection<Document> generations() {
        return database.collection(MongoViewGeneration.GENERATIONS);
    }
}
