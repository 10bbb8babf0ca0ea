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

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertManyOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.EventName;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.store.MongoReplicaSet;
import org.parcours.command.store.MongoSchema;

/** The port by MongoDB's driver. Concerns and preferences are the {@link MongoReplicaSet}'s. */
final class DriverSlots implements Slots {

    private final MongoReplicaSet replicaSet;
    private final Runnable whenClosed;
    private final MongoCollection<Document> commits;
    private final CausalSessions sessions;

    /** @param whenClosed closes the connections, where nobody else uses them */
    DriverSlots(MongoReplicaSet replicaSet, Runnable whenClosed) {
        this.replicaSet = replicaSet;
        this.whenClosed = whenClosed;
        commits = replicaSet.database().getCollection(MongoSchema.COMMITS);
        sessions = new CausalSessions(replicaSet);
    }

    @Override
    public Answer insert(List<Commit> documents) {
        var inserted = documents.stream().map(CommitDocuments::of).toList();
        try {
            return sessions.inSession(session -> {
                var ordered = new InsertManyOptions().ordered(true);
                if (session.isPresent()) {
                    commits.insertMany(session.get(), inserted, ordered);
                } else {
                    commits.insertMany(inserted, ordered);
                }
                return new Answer.Answered(documents.size(), Optional.empty(), true);
            });
        } catch (MongoBulkWriteException e) {
            return RefusedInsertion.of(e);
        } catch (MongoException e) {
            return new Answer.NotKnown(e);
        }
    }

    @Override
    public Optional<Commit> slot(long sequence) {
        // Not in a causally consistent session: it would ask for a time, which a linearizable read refuses.
        var linearizable = commits.withReadConcern(ReadConcern.LINEARIZABLE);
        return answered(() -> sessions.notCausal(session -> find(linearizable, session, eq(sequence))
                .maxTime(10, TimeUnit.SECONDS)
                .map(CommitDocuments::commit)
                .into(new ArrayList<>())
                .stream()
                .findFirst()));
    }

    @Override
    public List<Commit> after(long sequence, int limit) {
        return commits(
                find -> find.sort(ascending(CommitDocuments.SEQUENCE)).limit(limit),
                gt(CommitDocuments.SEQUENCE, sequence));
    }

    @Override
    public List<Commit> withIds(Set<CommitId> ids) {
        var binaries = ids.stream().map(CommitDocuments::binary).toList();
        return commits(find -> find, in(CommitDocuments.COMMIT_ID, binaries));
    }

    @Override
    public List<Commit> matching(Criteria criteria, long afterPosition, int limit) {
        return commits(
                find -> find.sort(ascending(CommitDocuments.LAST)).limit(limit),
                and(gt(CommitDocuments.LAST, afterPosition), or(anyOf(criteria))));
    }

    @Override
    public Optional<Commit> at(long position) {
        return commits(
                        find -> find.sort(descending(CommitDocuments.FIRST)).limit(1),
                        lte(CommitDocuments.FIRST, position))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Subscription> watch(Runnable appended) {
        return replicaSet.hasSessions() ? Optional.of(new ChangeStream(commits, appended)) : Optional.empty();
    }

    @Override
    public void close() {
        whenClosed.run();
    }

    private List<Commit> commits(Function<FindIterable<Document>, FindIterable<Document>> shape, Bson filter) {
        return answered(() -> sessions.inSession(session -> shape.apply(find(commits, session, filter))
                .map(CommitDocuments::commit)
                .into(new ArrayList<>())));
    }

    private static FindIterable<Document> find(
            MongoCollection<Document> collection, Optional<ClientSession> session, Bson filter) {
        return session.map(open -> collection.find(open, filter)).orElseGet(() -> collection.find(filter));
    }

    private static <T> T answered(java.util.function.Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException e) {
            throw new LogUnavailableException("The log does not answer", e);
        }
    }

    /** One event has all the tags and one of the names: criteria of one tag that ask for the same names together. */
    private static List<Bson> anyOf(Criteria criteria) {
        var filters = new ArrayList<Bson>();
        var together = new LinkedHashMap<Set<EventName>, Set<String>>();
        for (var criterion : criteria.anyOf()) {
            var tags = new TreeSet<>(criterion.tags()).stream().map(Tag::value).toList();
            if (tags.size() == 1) {
                together.computeIfAbsent(criterion.names(), names -> new TreeSet<>())
                        .addAll(tags);
            } else {
                filters.add(event(Filters.all(CommitDocuments.TAGS, tags), criterion.names()));
            }
        }
        together.forEach((names, tags) -> filters.add(event(
                tags.size() == 1 ? eq(CommitDocuments.TAGS, tags.iterator().next()) : in(CommitDocuments.TAGS, tags),
                names)));
        return filters;
    }

    private static Bson event(Bson tagged, Set<EventName> names) {
        return elemMatch(
                CommitDocuments.EVENTS,
                names.isEmpty()
                        ? tagged
                        : and(
                                tagged,
                                in(
                                        CommitDocuments.NAME,
                                        new TreeSet<>(names)
                                                .stream().map(EventName::value).toList())));
    }
}
