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
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.chain.ChainVerification;
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
    private final LogSettings settings;
    private final Clock clock;
    private final Pace pace;
    private final RecentEvents recent;
    private final StoreReads reads;
    private volatile Head known;
    private List<Commit> inDoubt = List.of();

    GroupWriter(CommitStore store, LogSettings settings, Clock clock, Pace pace) {
        this.store = store;
        this.settings = settings;
        this.clock = clock;
        this.pace = pace;
        reads = new StoreReads(store);
        recent = new RecentEvents(settings.reading().recentEvents());
        known = store.head();
        recent.forget(known.position());
    }

    /** The head that this process has seen; whatever it writes goes behind it. Any thread may ask. */
    Head known() {
        return known;
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
    List<Commit> settle() {
        return place(inDoubt, Duration.ZERO);
    }

    /**
     * @return the outcome of each member, all of them durable
     * @throws LogUnavailableException when the group is not known to be in the log; perhaps it is
     */
    List<AppendOutcome> write(List<Append> group) {
        if (isInDoubt()) {
            throw new IllegalStateException("A group is in doubt: settle it first");
        }
        var landed = new HashMap<CommitId, Commit>();
        var stored = new HashMap<CommitId, Commit>();
        var lookedUp = new HashSet<CommitId>();
        for (int round = 0; round < settings.patience().maxRounds(); round++) {
            var plan = plan(group, landed, stored);
            // Most ids are new, and the unique index would say when one is not. But who conflicts may conflict with the
            // very commit that an earlier try of his brought in.
            if (lookedUp.addAll(plan.conflicted())) {
                stored.putAll(inTheLog(plan.conflicted()));
                plan = plan(group, landed, stored);
            }
            if (plan.commits().isEmpty()) {
                return plan.outcomes();
            }
            var placed = place(plan.commits(), settings.patience().giveUpAfter());
            if (placed.size() == plan.commits().size()) {
                return plan.outcomes();
            }
            landed.putAll(byId(placed));
            stored.putAll(inTheLog(ids(plan.commits())));
            pause(settings.patience().firstPause());
        }
        throw new LogUnavailableException(
                "Other writers took the slot " + settings.patience().maxRounds() + " times in a row");
    }

    private Plan plan(List<Append> group, Map<CommitId, Commit> landed, Map<CommitId, Commit> stored) {
        return answered(() -> Plan.of(group, known, recordedAt(), landed, stored, this::firstMatch));
    }

    private Map<CommitId, Commit> inTheLog(Set<CommitId> ids) {
        return byId(answered(() -> store.commits(ids)));
    }

    /** Whether the condition can be checked without asking the store; the answer may age. Any thread may ask. */
    boolean remembers(Condition condition) {
        return condition.criteria().anyOf().isEmpty() || recent.reachBackTo(condition.after());
    }

    /**
     * Tries to insert until it is known what stands in the slots.
     *
     * @return those of the commits that are in the log: all, or the first of them, or none
     */
    private List<Commit> place(List<Commit> commits, Duration giveUpAfter) {
        long since = pace.nanoTime();
        var pause = settings.patience().firstPause();
        while (true) {
            LogUnavailableException trouble;
            switch (store.insert(commits)) {
                case Insertion.Inserted inserted -> {
                    commits.forEach(this::moveTo);
                    inDoubt = List.of();
                    return commits;
                }
                case Insertion.SlotTaken(int inserted) -> {
                    try {
                        return settled(commits, inserted, false);
                    } catch (LogUnavailableException e) {
                        trouble = e;
                    }
                }
                case Insertion.IdTaken(int inserted) -> {
                    try {
                        return settled(commits, inserted, true);
                    } catch (LogUnavailableException e) {
                        trouble = e;
                    }
                }
                case Insertion.NotInserted not ->
                    trouble = new LogUnavailableException("The log takes no commits", not.cause());
                case Insertion.Unknown unknown -> {
                    inDoubt = commits;
                    trouble = new LogUnavailableException(
                            "The log did not say whether it took the commits", unknown.cause());
                }
            }
            if (pace.nanoTime() - since >= giveUpAfter.toNanos()) {
                throw trouble;
            }
            pause(pause);
            pause = shorter(pause.multipliedBy(2), settings.patience().longestPause());
        }
    }

    private List<Commit> settled(List<Commit> commits, int inserted, boolean idTaken) {
        inDoubt = inserted > 0 ? commits : inDoubt;
        var placed = lookWhoIsThere(commits, idTaken);
        inDoubt = List.of();
        return placed;
    }

    /** Reads what stands in the slots behind the known head, and moves the head. */
    private List<Commit> lookWhoIsThere(List<Commit> commits, boolean idTaken) {
        var page = reads.commits(known.sequence(), settings.groups().maxCommits());
        if (page.isEmpty() && idTaken) {
            if (store.commits(ids(commits)).isEmpty()) {
                throw new LogUnavailableException("The store refuses an id, and does not have it when asked");
            }
            return List.of();
        }
        if (page.isEmpty()) {
            throw new CorruptLogException(
                    known.sequence() + 1,
                    "The store refuses commit %d and has none there: it is not the log that this process has seen. Was it reset or restored under a running service? Stop all services, then verify it"
                            .formatted(known.sequence() + 1));
        }
        // Without a doubt none is ours, not even one that looks so: another process may well have written the very same
        // commit (same command, slot and microsecond); then ours is the duplicate.
        int ours = 0;
        while (isInDoubt()
                && ours < Math.min(page.size(), commits.size())
                && page.get(ours).hash().equals(commits.get(ours).hash())) {
            ours++;
        }
        if (HashChain.verify(known, page.stream()) instanceof ChainVerification.Broken broken) {
            throw new CorruptLogException(broken.sequence(), broken.flaw());
        }
        if (page.size() == settings.groups().maxCommits()) {
            // Far behind the others: do not read all that they wrote.
            known = store.head();
            recent.forget(known.position());
        } else {
            page.forEach(this::moveTo);
        }
        return commits.subList(0, ours);
    }

    private void moveTo(Commit commit) {
        recent.add(commit);
        known = commit.asHead();
    }

    private <T> T answered(Supplier<T> question) {
        long since = pace.nanoTime();
        var pause = settings.patience().firstPause();
        while (true) {
            try {
                return question.get();
            } catch (LogUnavailableException e) {
                if (pace.nanoTime() - since >= settings.patience().giveUpAfter().toNanos()) {
                    throw e;
                }
            }
            pause(pause);
            pause = shorter(pause.multipliedBy(2), settings.patience().longestPause());
        }
    }

    private OptionalLong firstMatch(Condition condition) {
        if (condition.criteria().anyOf().isEmpty()) {
            return OptionalLong.empty();
        }
        return recent.reachBackTo(condition.after())
                ? recent.firstMatch(condition.criteria(), condition.after())
                : reads.firstMatch(condition.criteria(), condition.after());
    }

    // Rule 7: never before the commit before, whatever the clock does.
    Instant recordedAt() {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return now.isBefore(known.recordedAt()) ? known.recordedAt() : now;
    }

    private void pause(Duration atMost) {
        try {
            pace.pause(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("The log is closing", e);
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Set<CommitId> ids(List<Commit> commits) {
        return commits.stream().map(Commit::id).collect(toSet());
    }

    private static Map<CommitId, Commit> byId(List<Commit> commits) {
        return commits.stream().collect(toMap(Commit::id, Function.identity()));
    }
}
