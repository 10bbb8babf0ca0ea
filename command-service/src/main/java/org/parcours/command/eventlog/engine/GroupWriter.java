package org.parcours.command.eventlog.engine;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.chain.ChainVerificationResult;
import org.parcours.command.eventlog.chain.HashChain;

/**
 * Writes one group after the other, on one thread. The insert into the slot behind the known head is the check that
 * nothing was missed; when the slot is taken, the head moves on and the group is decided anew.
 *
 * <p>Invariant (rule 2): while it is not known whether a group is in the log, nothing else is written. Shown by
 * {@code GroupWriterTest}.
 */
class GroupWriter {

    private final CommitStore store;
    private final EventLogSettings settings;
    private final Clock clock;
    private final TimeSource timeSource;
    private final RecentEventIndex recentEvents;
    private final CommitStoreReader reader;
    private volatile LogHead knownHead;
    private List<Commit> inDoubt = List.of();

    GroupWriter(CommitStore store, EventLogSettings settings, Clock clock, TimeSource timeSource) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.timeSource = timeSource;
        reader = new CommitStoreReader(store);
        recentEvents = new RecentEventIndex(settings.read().maxRecentEvents());
        knownHead = store.head();
        recentEvents.reset(knownHead.position());
    }

    /** The head that this process has seen; whatever it writes goes behind it. Any thread may ask. */
    LogHead knownHead() {
        return knownHead;
    }

    /** Whether a group is left of which it is not known if it is in the log. */
    boolean isInDoubt() {
        return !inDoubt.isEmpty();
    }

    /**
     * Tries once to learn what became of the group in doubt.
     *
     * @return those of its commits that are in the log
     */
    List<Commit> resolveInDoubt() {
        return insertWithRetry(inDoubt, Duration.ZERO);
    }

    /**
     * @return the outcome of each member, all of them durable
     * @throws LogUnavailableException when the group is not known to be in the log; perhaps it is
     */
    List<AppendOutcome> write(List<AppendRequest> group) {
        if (isInDoubt()) {
            throw new IllegalStateException("A group is in doubt: settle it first");
        }
        var appendedEarlier = new HashMap<CommitId, Commit>();
        var duplicates = new HashMap<CommitId, Commit>();
        var checkedIds = new HashSet<CommitId>();
        for (int round = 0; round < settings.retry().maxRounds(); round++) {
            var decision = decide(group, appendedEarlier, duplicates);
            // Most ids are new, and the unique index would say when one is not. But who conflicts may conflict with the
            // very commit that an earlier try of his brought in.
            if (checkedIds.addAll(decision.conflictedIds())) {
                duplicates.putAll(findByIds(decision.conflictedIds()));
                decision = decide(group, appendedEarlier, duplicates);
            }
            if (decision.commits().isEmpty()) {
                return decision.outcomes();
            }
            var insertedCommits =
                    insertWithRetry(decision.commits(), settings.retry().maxElapsedTime());
            if (insertedCommits.size() == decision.commits().size()) {
                return decision.outcomes();
            }
            appendedEarlier.putAll(byId(insertedCommits));
            duplicates.putAll(findByIds(ids(decision.commits())));
            backOff(settings.retry().initialBackoff());
        }
        throw new LogUnavailableException(
                "Other writers took the slot " + settings.retry().maxRounds() + " times in a row");
    }

    private GroupDecision decide(
            List<AppendRequest> group, Map<CommitId, Commit> appendedEarlier, Map<CommitId, Commit> duplicates) {
        return readWithRetry(() ->
                GroupDecision.of(group, knownHead, nextRecordedAt(), appendedEarlier, duplicates, this::firstMatch));
    }

    private Map<CommitId, Commit> findByIds(Set<CommitId> ids) {
        return byId(readWithRetry(() -> store.commits(ids)));
    }

    /** Whether the condition can be checked without asking the store; the answer may age. Any thread may ask. */
    boolean isCoveredByRecentEvents(CommitCondition condition) {
        return condition.criteria().anyOf().isEmpty() || recentEvents.coversAfter(condition.afterPosition());
    }

    /**
     * Tries to insert until it is known what stands in the slots.
     *
     * @return those of the commits that are in the log: all, or the first of them, or none
     */
    private List<Commit> insertWithRetry(List<Commit> commits, Duration maxElapsedTime) {
        long startedAt = timeSource.nanoTime();
        var backoff = settings.retry().initialBackoff();
        while (true) {
            LogUnavailableException failure;
            switch (store.insert(commits)) {
                case InsertResult.Inserted inserted -> {
                    commits.forEach(this::advanceTo);
                    inDoubt = List.of();
                    return commits;
                }
                case InsertResult.SlotTaken(int inserted) -> {
                    try {
                        return resolve(commits, inserted, false);
                    } catch (LogUnavailableException e) {
                        failure = e;
                    }
                }
                case InsertResult.CommitIdTaken(int inserted) -> {
                    try {
                        return resolve(commits, inserted, true);
                    } catch (LogUnavailableException e) {
                        failure = e;
                    }
                }
                case InsertResult.NotInserted notInserted ->
                    failure = new LogUnavailableException("The log takes no commits", notInserted.cause());
                case InsertResult.Unknown unknown -> {
                    inDoubt = commits;
                    failure = new LogUnavailableException(
                            "The log did not say whether it took the commits", unknown.cause());
                }
            }
            if (timeSource.nanoTime() - startedAt >= maxElapsedTime.toNanos()) {
                throw failure;
            }
            backOff(backoff);
            backoff = min(backoff.multipliedBy(2), settings.retry().maxBackoff());
        }
    }

    private List<Commit> resolve(List<Commit> commits, int inserted, boolean idTaken) {
        inDoubt = inserted > 0 ? commits : inDoubt;
        var insertedCommits = readOccupants(commits, idTaken);
        inDoubt = List.of();
        return insertedCommits;
    }

    /** Reads what stands in the slots behind the known head, and moves the head. */
    private List<Commit> readOccupants(List<Commit> commits, boolean idTaken) {
        var page = reader.commits(knownHead.sequence(), settings.groupCommit().maxCommits());
        if (page.isEmpty() && idTaken) {
            if (store.commits(ids(commits)).isEmpty()) {
                throw new LogUnavailableException("The store refuses an id, and does not have it when asked");
            }
            return List.of();
        }
        if (page.isEmpty()) {
            throw new CorruptLogException(
                    knownHead.sequence() + 1,
                    "The store refuses commit %d and has none there: it is not the log that this process has seen. Was it reset or restored under a running service? Stop all services, then verify it"
                            .formatted(knownHead.sequence() + 1));
        }
        // Without a doubt none is ours, not even one that looks so: another process may well have written the very same
        // commit (same command, slot and microsecond); then ours is the duplicate.
        int ownCount = 0;
        while (isInDoubt()
                && ownCount < Math.min(page.size(), commits.size())
                && page.get(ownCount).hash().equals(commits.get(ownCount).hash())) {
            ownCount++;
        }
        if (HashChain.verify(knownHead, page.stream()) instanceof ChainVerificationResult.Broken broken) {
            throw new CorruptLogException(broken.sequence(), broken.defect());
        }
        if (page.size() == settings.groupCommit().maxCommits()) {
            // Far behind the others: do not read all that they wrote.
            knownHead = store.head();
            recentEvents.reset(knownHead.position());
        } else {
            page.forEach(this::advanceTo);
        }
        return commits.subList(0, ownCount);
    }

    private void advanceTo(Commit commit) {
        recentEvents.add(commit);
        knownHead = commit.asHead();
    }

    private <T> T readWithRetry(Supplier<T> query) {
        long startedAt = timeSource.nanoTime();
        var backoff = settings.retry().initialBackoff();
        while (true) {
            try {
                return query.get();
            } catch (LogUnavailableException e) {
                if (timeSource.nanoTime() - startedAt
                        >= settings.retry().maxElapsedTime().toNanos()) {
                    throw e;
                }
            }
            backOff(backoff);
            backoff = min(backoff.multipliedBy(2), settings.retry().maxBackoff());
        }
    }

    private OptionalLong firstMatch(CommitCondition condition) {
        if (condition.criteria().anyOf().isEmpty()) {
            return OptionalLong.empty();
        }
        return recentEvents.coversAfter(condition.afterPosition())
                ? recentEvents.firstMatch(condition.criteria(), condition.afterPosition())
                : reader.firstMatch(condition.criteria(), condition.afterPosition());
    }

    // Rule 7: never before the commit before, whatever the clock does.
    Instant nextRecordedAt() {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return now.isBefore(knownHead.recordedAt()) ? knownHead.recordedAt() : now;
    }

    private void backOff(Duration maxBackoff) {
        try {
            timeSource.sleepWithJitter(maxBackoff);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("The log is closing", e);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Set<CommitId> ids(List<Commit> commits) {
        return commits.stream().map(Commit::id).collect(toSet());
    }

    private static Map<CommitId, Commit> byId(List<Commit> commits) {
        return commits.stream().collect(toMap(Commit::id, Function.identity()));
    }
}
