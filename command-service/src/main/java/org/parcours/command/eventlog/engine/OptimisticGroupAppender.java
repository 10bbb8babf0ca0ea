package org.parcours.command.eventlog.engine;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one group after another, on one thread. A group is inserted into the slots (sequences) after the known head;
 * the insert fails if another process has appended since. Then the known head advances and the group is decided again.
 *
 * <p>Invariant (log rule 2): while it is unknown whether a group is in the log (it is in doubt), nothing else is
 * written. Shown by {@code OptimisticGroupAppenderTest}.
 */
class OptimisticGroupAppender {

    private static final Logger LOG = LoggerFactory.getLogger(OptimisticGroupAppender.class);

    private final CommitStore store;
    private final EventLogSettings settings;
    private final Clock clock;
    private final RetryClock timer;
    private final RecentEventIndex recentEvents;
    private final CommitAndEventReader reader;
    private volatile LogHead knownHead;
    private List<Commit> inDoubt = List.of();
    private boolean warnedOfClock;

    OptimisticGroupAppender(CommitStore store, EventLogSettings settings, Clock clock, RetryClock timer) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.timer = timer;
        reader = new CommitAndEventReader(store);
        recentEvents = new RecentEventIndex(settings.read().maxRecentEvents());
        knownHead = store.head();
        recentEvents.reset(knownHead.position());
    }

    /** The newest head that this process has seen. Any thread may call this. */
    LogHead knownHead() {
        return knownHead;
    }

    boolean isInDoubt() {
        return !inDoubt.isEmpty();
    }

    /** Tries once to resolve the group in doubt; returns those of its commits that are in the log. */
    List<Commit> resolveInDoubt() {
        return insertWithRetry(inDoubt, Duration.ZERO);
    }

    /**
     * @return the outcome of each request, all durable
     * @throws LogUnavailableException when the group is not known to be in the log; it may be in it
     */
    List<AppendOutcome> append(List<AppendRequest> group) {
        if (isInDoubt()) {
            throw new IllegalStateException("A group is in doubt: resolve it first");
        }
        var appendedEarlier = new HashMap<CommitId, Commit>();
        var duplicates = new HashMap<CommitId, Commit>();
        var checkedIds = new HashSet<CommitId>();
        for (int round = 0; round < settings.retry().maxRounds(); round++) {
            var decision = decide(group, appendedEarlier, duplicates);
            // Most ids are new, and the unique index detects one that is not. But a request that conflicts may conflict
            // with the commit of its own earlier attempt.
            if (checkedIds.addAll(decision.conflictedIds())) {
                duplicates.putAll(findByIds(decision.conflictedIds()));
                decision = decide(group, appendedEarlier, duplicates);
            }
            if (decision.commits().isEmpty()) {
                return decision.outcomes();
            }
            var inserted = insertWithRetry(decision.commits(), settings.retry().maxElapsedTime());
            if (inserted.size() == decision.commits().size()) {
                return decision.outcomes();
            }
            appendedEarlier.putAll(byId(inserted));
            duplicates.putAll(findByIds(ids(decision.commits())));
            backOff(settings.retry().initialBackoff());
        }
        throw new LogUnavailableException(
                "Other writers took the slot " + settings.retry().maxRounds() + " times in a row");
    }

    private AppendGroupDecision decide(
            List<AppendRequest> group, Map<CommitId, Commit> appendedEarlier, Map<CommitId, Commit> duplicates) {
        return retry(
                settings.retry().maxElapsedTime(),
                () -> AppendGroupDecision.of(
                        group, knownHead, nextRecordedAt(), appendedEarlier, duplicates, this::firstMatch));
    }

    private Map<CommitId, Commit> findByIds(Set<CommitId> ids) {
        return byId(retry(settings.retry().maxElapsedTime(), () -> store.commits(ids)));
    }

    /** Whether the condition can be checked in memory; the result may become outdated. Any thread may call this. */
    boolean isCoveredByRecentEvents(CommitCondition condition) {
        return condition.criteria().anyOf().isEmpty() || recentEvents.coversAfter(condition.afterPosition());
    }

    /**
     * Tries to insert until the occupants of the slots are known.
     *
     * @return those of the commits that are in the log: all, the first ones, or none
     */
    private List<Commit> insertWithRetry(List<Commit> commits, Duration maxElapsedTime) {
        return retry(maxElapsedTime, () -> switch (store.insert(commits)) {
            case InsertResult.Inserted _ -> {
                commits.forEach(this::advanceTo);
                inDoubt = List.of();
                yield commits;
            }
            case InsertResult.SlotTaken(int insertedCount) -> resolve(commits, insertedCount, false);
            case InsertResult.CommitIdTaken(int insertedCount) -> resolve(commits, insertedCount, true);
            case InsertResult.NotInserted(var cause) ->
                throw new LogUnavailableException("The store rejected the commits", cause);
            case InsertResult.Unknown(var cause) -> {
                inDoubt = commits;
                throw new LogUnavailableException("It is unknown whether the store inserted the commits", cause);
            }
        });
    }

    private List<Commit> resolve(List<Commit> commits, int insertedCount, boolean idTaken) {
        inDoubt = insertedCount > 0 ? commits : inDoubt;
        var insertedCommits = readOccupants(commits, idTaken);
        inDoubt = List.of();
        return insertedCommits;
    }

    /** Reads the occupants of the slots after the known head, and advances the head. */
    private List<Commit> readOccupants(List<Commit> commits, boolean idTaken) {
        var page = reader.commits(knownHead.sequence(), settings.groupCommit().maxCommits());
        if (page.isEmpty() && idTaken) {
            if (store.commits(ids(commits)).isEmpty()) {
                throw new LogUnavailableException(
                        "The store rejected a commit id as duplicate, but does not return its commit");
            }
            return List.of();
        }
        if (page.isEmpty()) {
            throw new CorruptLogException(
                    knownHead.sequence() + 1,
                    "The store rejects commit %d, but has no commit in its place: this is not the log that this process has read. Was it reset or restored while the service ran? Stop all services, then verify the log",
                    knownHead.sequence() + 1);
        }
        // If no group is in doubt, no occupant is from this process, not even an equal one: another process may have
        // written an equal commit (same command, slot and microsecond); then the own one is the duplicate.
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
            // Far behind the other processes: skip what they wrote.
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

    private <T> T retry(Duration maxElapsedTime, Supplier<T> attempt) {
        long startedAt = timer.nanoTime();
        var backoff = settings.retry().initialBackoff();
        while (true) {
            try {
                return attempt.get();
            } catch (LogUnavailableException e) {
                if (timer.nanoTime() - startedAt >= maxElapsedTime.toNanos()) {
                    throw e;
                }
            }
            backOff(backoff);
            backoff = Collections.min(
                    List.of(backoff.multipliedBy(2), settings.retry().maxBackoff()));
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

    // Log rule 7: never earlier than the previous commit, even if the clock goes back.
    Instant nextRecordedAt() {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        warnIfClockWasAhead(now);
        return now.isBefore(knownHead.recordedAt()) ? knownHead.recordedAt() : now;
    }

    private void warnIfClockWasAhead(Instant now) {
        var lead = knownHead.implausibleLead(now);
        if (lead.isPresent() && !warnedOfClock) {
            LOG.warn(
                    "log time is ahead of the clock by {}: a clock was wrong, and events get the time {} until then",
                    lead.get(),
                    knownHead.recordedAt());
        }
        warnedOfClock = lead.isPresent();
    }

    private void backOff(Duration maxBackoff) {
        try {
            timer.sleepWithJitter(maxBackoff);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("The log is closing", e);
        }
    }

    private static Set<CommitId> ids(List<Commit> commits) {
        return commits.stream().map(Commit::id).collect(toSet());
    }

    private static Map<CommitId, Commit> byId(List<Commit> commits) {
        return commits.stream().collect(toMap(Commit::id, Function.identity()));
    }
}
