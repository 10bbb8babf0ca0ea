package org.parcours.command.eventlog.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.InsertResult;
import org.parcours.command.eventlog.mongo.CommitCollection.InsertReply;
import org.parcours.command.eventlog.mongo.CommitCollection.UniqueKey;
import org.parcours.command.store.MongoReplicaSet;

/**
 * TestDatabase commits in a replica set. A server's reply counts only when a majority confirms it: an acknowledgement (log
 * rule 3), an occupied slot (rule 2), an existing id (rule 4). Everything else is an unknown outcome, and the writer
 * stays on the slot. {@code ReplicaSetSimulationTest} shows that leaving out any of these is detected.
 */
public final class MongoCommitStore implements CommitStore {

    private final CommitCollection collection;

    MongoCommitStore(CommitCollection collection) {
        this.collection = collection;
    }

    /** @param onClose closes the connections where they are not shared */
    public static MongoCommitStore of(MongoReplicaSet replicaSet, Runnable onClose) {
        return new MongoCommitStore(new DriverCommitCollection(replicaSet, onClose));
    }

    @Override
    public LogHead head() {
        return collection.findAtOrBefore(Long.MAX_VALUE).map(Commit::asHead).orElseGet(LogHead::empty);
    }

    @Override
    public InsertResult insert(List<Commit> commits) {
        return switch (collection.insert(commits)) {
            case InsertReply.Indeterminate(var cause) -> new InsertResult.Unknown(cause);
            case InsertReply.Replied(int insertedCount, var violatedKey, boolean majorityConfirmed)
            when !majorityConfirmed ->
                new InsertResult.Unknown(new LogUnavailableException(
                        "A majority did not confirm the insert: %d commits, violated key: %s"
                                .formatted(insertedCount, violatedKey)));
            case InsertReply.Replied(int insertedCount, var violatedKey, boolean _) ->
                violatedKey
                        .map(key -> checkOccupant(key, commits, insertedCount))
                        .orElseGet(InsertResult.Inserted::new);
        };
    }

    /** Checks that the occupant on the primary is durable: one that is rolled back leaves the slot free. */
    private InsertResult checkOccupant(UniqueKey key, List<Commit> commits, int insertedCount) {
        var rejected = commits.get(insertedCount);
        try {
            boolean durable =
                    switch (key) {
                        case SLOT ->
                            collection.findLinearizable(rejected.sequence()).isPresent();
                        case COMMIT_ID ->
                            !collection.findByIds(Set.of(rejected.id())).isEmpty();
                    };
            if (durable) {
                return switch (key) {
                    case SLOT -> new InsertResult.SlotTaken(insertedCount);
                    case COMMIT_ID -> new InsertResult.CommitIdTaken(insertedCount);
                };
            }
            return new InsertResult.Unknown(new LogUnavailableException(
                    "Commit %d was rejected as duplicate, but the existing commit is not durable"
                            .formatted(rejected.sequence())));
        } catch (LogUnavailableException unavailable) {
            return new InsertResult.Unknown(unavailable);
        }
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        return collection.findAfter(afterSequence, limit);
    }

    @Override
    public List<Commit> commits(Set<CommitId> ids) {
        return collection.findByIds(ids);
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long afterPosition, int limit) {
        var events = new ArrayList<LoggedEvent>();
        // Each commit has a matching event; in the first one it may be at or before the position.
        for (var commit : collection.findMatching(criteria, afterPosition, limit + 1)) {
            for (var event : commit.loggedEvents()) {
                if (event.position() > afterPosition && criteria.matches(event.name(), event.tags())) {
                    events.add(event);
                }
            }
        }
        return events.size() > limit ? List.copyOf(events.subList(0, limit)) : events;
    }

    @Override
    public long sequenceAt(long position) {
        return collection.findAtOrBefore(position).map(Commit::sequence).orElse(0L);
    }

    @Override
    public Optional<Subscription> watch(Runnable listener) {
        return collection.watch(listener);
    }

    @Override
    public void close() {
        collection.close();
    }
}
