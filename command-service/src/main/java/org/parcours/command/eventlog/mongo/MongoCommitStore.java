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
 * Commits in a replica set. What a server says is believed only when a majority stands behind it: an acknowledgement
 * (rule 3), an occupied slot (rule 2), an id that is there (rule 4). Everything else is "not known", and the writer
 * stays on the slot. Shown by {@code SimulationTest}, which finds each of these left out.
 */
public final class MongoCommitStore implements CommitStore {

    private final CommitCollection collection;

    MongoCommitStore(CommitCollection collection) {
        this.collection = collection;
    }

    /** @param onClose closes the connections, where nobody else uses them */
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
            case InsertReply.Replied(int insertedCount, var refused, boolean majorityConfirmed)
            when !majorityConfirmed ->
                new InsertResult.Unknown(new LogUnavailableException(
                        "A majority did not confirm what was inserted: %d commits, refused: %s"
                                .formatted(insertedCount, refused)));
            case InsertReply.Replied(int insertedCount, var refused, boolean _) ->
                refused.map(key -> checkOccupant(key, commits, insertedCount)).orElseGet(InsertResult.Inserted::new);
        };
    }

    /** The primary has an occupant: is it there to stay? One that is rolled back leaves the slot to us. */
    private InsertResult checkOccupant(UniqueKey key, List<Commit> commits, int insertedCount) {
        var refused = commits.get(insertedCount);
        try {
            boolean durable =
                    switch (key) {
                        case SLOT ->
                            collection.findLinearizable(refused.sequence()).isPresent();
                        case COMMIT_ID ->
                            !collection.findByIds(Set.of(refused.id())).isEmpty();
                    };
            if (durable) {
                return switch (key) {
                    case SLOT -> new InsertResult.SlotTaken(insertedCount);
                    case COMMIT_ID -> new InsertResult.CommitIdTaken(insertedCount);
                };
            }
            return new InsertResult.Unknown(new LogUnavailableException(
                    "Commit %d was refused, and what it was refused for is not there to stay"
                            .formatted(refused.sequence())));
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
        // Each commit holds one that matches; but the first may hold it at or before the position.
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
