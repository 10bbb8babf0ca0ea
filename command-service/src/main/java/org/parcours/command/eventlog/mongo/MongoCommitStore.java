package org.parcours.command.eventlog.mongo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog.Subscription;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.Insertion;
import org.parcours.command.eventlog.mongo.Slots.Answer;
import org.parcours.command.eventlog.mongo.Slots.Key;
import org.parcours.command.store.MongoReplicaSet;

/**
 * Commits in a replica set. What a server says is believed only when a majority stands behind it: an acknowledgement
 * (rule 3), an occupied slot (rule 2), an id that is there (rule 4). Everything else is "not known", and the writer
 * stays on the slot. Shown by {@code SimulationTest}, which finds each of these left out.
 */
public final class MongoCommitStore implements CommitStore {

    private final Slots slots;

    MongoCommitStore(Slots slots) {
        this.slots = slots;
    }

    /** @param whenClosed closes the connections, where nobody else uses them */
    public static MongoCommitStore in(MongoReplicaSet replicaSet, Runnable whenClosed) {
        return new MongoCommitStore(new DriverSlots(replicaSet, whenClosed));
    }

    @Override
    public Head head() {
        return slots.at(Long.MAX_VALUE).map(Commit::asHead).orElseGet(Head::empty);
    }

    @Override
    public Insertion insert(List<Commit> commits) {
        return switch (slots.insert(commits)) {
            case Answer.NotKnown(var cause) -> new Insertion.Unknown(cause);
            case Answer.Answered(int inserted, var refused, boolean byMajority)
            when !byMajority ->
                new Insertion.Unknown(new LogUnavailableException(
                        "A majority did not confirm what was inserted: %d commits, refused: %s"
                                .formatted(inserted, refused)));
            case Answer.Answered(int inserted, var refused, boolean _) ->
                refused.map(key -> occupied(key, commits, inserted)).orElseGet(Insertion.Inserted::new);
        };
    }

    /** The primary has an occupant: is it there to stay? One that is rolled back leaves the slot to us. */
    private Insertion occupied(Key key, List<Commit> commits, int inserted) {
        var refused = commits.get(inserted);
        try {
            boolean toStay =
                    switch (key) {
                        case SLOT -> slots.slot(refused.sequence()).isPresent();
                        case COMMIT_ID -> !slots.withIds(Set.of(refused.id())).isEmpty();
                    };
            if (toStay) {
                return switch (key) {
                    case SLOT -> new Insertion.SlotTaken(inserted);
                    case COMMIT_ID -> new Insertion.IdTaken(inserted);
                };
            }
            return new Insertion.Unknown(new LogUnavailableException(
                    "Commit %d was refused, and what it was refused for is not there to stay"
                            .formatted(refused.sequence())));
        } catch (LogUnavailableException noAnswer) {
            return new Insertion.Unknown(noAnswer);
        }
    }

    @Override
    public List<Commit> commits(long afterSequence, int limit) {
        return slots.after(afterSequence, limit);
    }

    @Override
    public List<Commit> commits(Set<CommitId> ids) {
        return slots.withIds(ids);
    }

    @Override
    public List<LoggedEvent> read(Criteria criteria, long after, int limit) {
        var events = new ArrayList<LoggedEvent>();
        // Each commit holds one that matches; but the first may hold it at or before the position.
        for (var commit : slots.matching(criteria, after, limit + 1)) {
            for (var event : commit.logged()) {
                if (event.position() > after && criteria.matches(event.name(), event.tags())) {
                    events.add(event);
                }
            }
        }
        return events.size() > limit ? List.copyOf(events.subList(0, limit)) : events;
    }

    @Override
    public long sequenceAt(long position) {
        return slots.at(position).map(Commit::sequence).orElse(0L);
    }

    @Override
    public Optional<Subscription> watch(Runnable appended) {
        return slots.watch(appended);
    }

    @Override
    public void close() {
        slots.close();
    }
}
