package org.parcours.command.eventlog.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;
import static org.parcours.command.eventlog.mongo.CommitDocumentMapper.COMMIT_ID;
import static org.parcours.command.eventlog.mongo.CommitDocumentMapper.EVENTS;
import static org.parcours.command.eventlog.mongo.CommitDocumentMapper.FIRST;
import static org.parcours.command.eventlog.mongo.CommitDocumentMapper.LAST;
import static org.parcours.command.eventlog.mongo.CommitDocumentMapper.NAME;
import static org.parcours.command.eventlog.mongo.CommitDocumentMapper.SEQUENCE;
import static org.parcours.command.eventlog.mongo.CommitDocumentMapper.TAGS;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import com.mongodb.client.model.ReplaceOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.bson.types.Binary;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.store.MongoIndexSchema;
import org.parcours.command.store.MongoReplicaSetConnection;

/** The collection of commits, with the read and write concerns and preferences of {@link MongoReplicaSetConnection}. */
final class DriverCommitCollection implements CommitCollection {

    private final MongoReplicaSetConnection replicaSet;
    private final Runnable onClose;
    private final MongoCollection<Document> collection;
    private final CausalSessionExecutor sessions;

    /** @param onClose closes the connections where they are not shared */
    DriverCommitCollection(MongoReplicaSetConnection replicaSet, Runnable onClose) {
        this.replicaSet = replicaSet;
        this.onClose = onClose;
        collection = replicaSet.database().getCollection(MongoIndexSchema.COMMITS);
        sessions = new CausalSessionExecutor(replicaSet);
    }

    @Override
    public InsertReply insert(List<Commit> commits) {
        var documents = commits.stream().map(CommitDocumentMapper::toDocument).toList();
        try {
            return sessions.inCausalSession(session -> {
                var ordered = new InsertManyOptions().ordered(true);
                if (session.isPresent()) {
                    collection.insertMany(session.get(), documents, ordered);
                } else {
                    collection.insertMany(documents, ordered);
                }
                return new InsertReply.Replied(commits.size(), Optional.empty(), true);
            });
        } catch (MongoBulkWriteException e) {
            return BulkInsertReplyMapper.toReply(e);
        } catch (MongoException e) {
            return new InsertReply.Indeterminate(e);
        }
    }

    @Override
    public Optional<Commit> findLinearizable(long sequence) {
        // Not in a causally consistent session, whose afterClusterTime is invalid for a linearizable read.
        var linearizable = collection.withReadConcern(ReadConcern.LINEARIZABLE);
        return orUnavailable(() -> sessions.inNonCausalSession(session -> find(linearizable, session, eq(sequence))
                .maxTime(10, TimeUnit.SECONDS)
                .map(CommitDocumentMapper::toCommit)
                .into(new ArrayList<>())
                .stream()
                .findFirst()));
    }

    @Override
    public List<Commit> findAfter(long sequence, int limit) {
        return findCommits(gt(SEQUENCE, sequence), ascending(SEQUENCE), limit);
    }

    @Override
    public List<Commit> findByIds(Set<CommitId> ids) {
        var binaries = ids.stream().map(CommitDocumentMapper::toBinary).toList();
        return findCommits(in(COMMIT_ID, binaries), ascending(COMMIT_ID), ids.size());
    }

    @Override
    public List<Commit> findMatching(Criteria criteria, long afterPosition, int limit) {
        return findCommits(and(gt(LAST, afterPosition), or(eventFilters(criteria))), ascending(LAST), limit);
    }

    @Override
    public Optional<Commit> findAtOrBefore(long position) {
        return findCommits(lte(FIRST, position), descending(FIRST), 1).stream().findFirst();
    }

    @Override
    public void checkWritable(int bytes) {
        orUnavailable(() -> {
            var probes = replicaSet.database().getCollection("write_probe");
            var probe = new Document("_id", 1).append("bytes", new Binary(new byte[bytes]));
            probes.replaceOne(eq("_id", 1), probe, new ReplaceOptions().upsert(true));
            return probes.deleteOne(eq("_id", 1));
        });
    }

    @Override
    public Optional<Subscription> watch(Runnable listener) {
        return replicaSet.hasSessions() ? Optional.of(new ChangeStreamWatcher(collection, listener)) : Optional.empty();
    }

    @Override
    public void close() {
        onClose.run();
    }

    private List<Commit> findCommits(Bson filter, Bson order, int limit) {
        return orUnavailable(() -> sessions.inCausalSession(session -> find(collection, session, filter)
                .sort(order)
                .limit(limit)
                .map(CommitDocumentMapper::toCommit)
                .into(new ArrayList<>())));
    }

    private static FindIterable<Document> find(
            MongoCollection<Document> collection, Optional<ClientSession> session, Bson filter) {
        return session.map(clientSession -> collection.find(clientSession, filter))
                .orElseGet(() -> collection.find(filter));
    }

    private static <T> T orUnavailable(Supplier<T> query) {
        try {
            return query.get();
        } catch (MongoException e) {
            throw new LogUnavailableException("The log is unavailable", e);
        }
    }

    /** An event must have all tags and one of the names. Criteria with one tag and the same names become one filter. */
    private static List<Bson> eventFilters(Criteria criteria) {
        var filters = new ArrayList<Bson>();
        var tagsByNames = new LinkedHashMap<Set<UnversionedEventName>, Set<String>>();
        for (var criterion : criteria.anyOf()) {
            var tags = criterion.tags().stream().sorted().map(Tag::value).toList();
            if (tags.size() == 1) {
                tagsByNames
                        .computeIfAbsent(criterion.names(), names -> new TreeSet<>())
                        .addAll(tags);
            } else {
                filters.add(eventFilter(Filters.all(TAGS, tags), criterion.names()));
            }
        }
        tagsByNames.forEach((names, tags) -> filters.add(
                eventFilter(tags.size() == 1 ? eq(TAGS, tags.iterator().next()) : in(TAGS, tags), names)));
        return filters;
    }

    private static Bson eventFilter(Bson tagFilter, Set<UnversionedEventName> names) {
        var nameValues =
                names.stream().sorted().map(UnversionedEventName::value).toList();
        return elemMatch(EVENTS, names.isEmpty() ? tagFilter : and(tagFilter, in(NAME, nameValues)));
    }
}
