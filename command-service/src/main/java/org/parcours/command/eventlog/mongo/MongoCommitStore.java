package org.parcours.command.eventlog.mongo;

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
import org.parcours.command.store.MongoReplicaSetConnection;

/**
 * Stores commits in a replica set. A server's reply counts only when a majority confirms it: an acknowledgement (log
 * rule 3), an occupied slot (rule 2), an existing id (rule 4). Everything else is an unknown outcome, and the appender
 * stays on the slot. {@code ReplicaSetSimulationTest} detects the omission of any of these.
 */
public final class MongoCommitStore implements CommitStore {

    private final CommitCollection collection;

    MongoCommitStore(CommitCollection collection) {
        this.collection = collection;
    }

    /** @param onClose closes the connections where they are not shared */
    public static MongoCommitStore of(MongoReplicaSetConnection replicaSet, Runnable onClose) {
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
                unknown(
                        "A majority did not confirm the insert: %d commits, violated key: %s",
                        insertedCount, violatedKey);
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
            if (key == UniqueKey.SLOT
                    && collection.findLinearizable(rejected.sequence()).isPresent()) {
                return new InsertResult.SlotTaken(insertedCount);
            }
            if (key == UniqueKey.COMMIT_ID
                    && !collection.findByIds(Set.of(rejected.id())).isEmpty()) {
                return new InsertResult.CommitIdTaken(insertedCount);
            }
            return unknown(
                    "Commit %d was rejected as duplicate, but the existing commit is not durable", rejected.sequence());
        } catch (LogUnavailableException unavailable) {
            return new InsertResult.Unknown(unavailable);
        }
    }

    private static InsertResult unknown(String reason, Object... arguments) {
        return new InsertResult.Unknown(new LogUnavailableException(reason.formatted(arguments)));
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
        // Each commit has a matching event; in the first one it may be at or before the position.
        return collection.findMatching(criteria, afterPosition, limit + 1).stream()
                .flatMap(commit -> commit.loggedEvents().stream())
                .filter(event -> event.position() > afterPosition && criteria.matches(event.name(), event.tags()))
                .limit(limit)
                .toList();
    }

    @Override
    public long sequenceAt(long position) {
        return collection.findAtOrBefore(position).map(Commit::sequence).orElse(0L);
    }

    @Override
    public void checkWritable(int bytes) {
        collection.checkWritable(bytes);
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
