package org.parcours.command.eventlog.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.chain.ChainVerificationResult;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.history.Operation.AppendOperation;
import org.parcours.command.eventlog.history.Operation.CommitLocation;
import org.parcours.command.eventlog.history.Operation.ObservedOutcome;
import org.parcours.command.eventlog.history.Operation.ReadOperation;

/**
 * Holds what clients were told against the log that came of it.
 *
 * <ul>
 *   <li>The log is contiguous, chained, and each command is in it once at most.
 *   <li>What was acknowledged is there, where and as it was said.
 *   <li>What is there was asked for, and no event stands between the position that its condition was asked at and
 *       itself that the condition excludes.
 *   <li>Who was told of a conflict was told the truth, and is not recorded by that very try.
 *   <li>What was asked after an acknowledgement comes after it in the log: the order of each client, and of all.
 *   <li>A read shows what matches, in order and without a hole, and not less than its process knew.
 * </ul>
 */
public final class HistoryChecker {

    private final List<? extends Operation> history;
    private final List<Commit> log;
    private final Map<CommitId, Commit> byId = new HashMap<>();
    private final List<LoggedEvent> events = new ArrayList<>();
    private final Map<Tag, List<LoggedEvent>> byTag = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    private HistoryChecker(List<? extends Operation> history, List<Commit> log) {
        this.history = history;
        this.log = log;
    }

    /** @return what is wrong, for a person to read; empty: nothing */
    public static List<String> violations(List<? extends Operation> history, List<Commit> log) {
        var checker = new HistoryChecker(history, log);
        checker.check();
        return checker.violations;
    }

    private void check() {
        if (HashChain.verify(log.stream()) instanceof ChainVerificationResult.Broken(long sequence, String defect)) {
            violations.add("the log is broken at %d: %s".formatted(sequence, defect));
            return;
        }
        for (var commit : log) {
            for (var event : commit.loggedEvents()) {
                events.add(event);
                event.tags().forEach(tag -> byTag.computeIfAbsent(tag, key -> new ArrayList<>())
                        .add(event));
            }
            if (byId.put(commit.id(), commit) != null) {
                violations.add("command %s is recorded twice, again at %d".formatted(commit.id(), commit.sequence()));
            }
        }
        checkOutcomes();
        checkCommits();
        checkOrder();
        checkReads();
    }

    private void checkOutcomes() {
        var told = new HashMap<CommitId, AppendOperation>();
        for (var operation : appendOperations()) {
            switch (operation.outcome()) {
                case ObservedOutcome.AppendedAt(var location) -> {
                    checkLocation(operation, location);
                    if (told.put(operation.request().id(), operation) != null) {
                        violations.add("%s: told twice that it was recorded just now".formatted(describe(operation)));
                    }
                }
                case ObservedOutcome.AlreadyAppendedAt(var location) -> checkLocation(operation, location);
                case ObservedOutcome.ConflictedAt(long position) -> checkConflict(operation, position);
                case ObservedOutcome.NoOutcome() -> {}
            }
        }
    }

    private void checkLocation(AppendOperation operation, CommitLocation location) {
        var recorded = byId.get(operation.request().id());
        if (recorded == null) {
            violations.add("%s was acknowledged at %d and is not in the log"
                    .formatted(describe(operation), location.sequence()));
        } else if (!recorded.hash().equals(location.hash()) || recorded.sequence() != location.sequence()) {
            violations.add("%s was acknowledged at %d and stands at %d, or as another"
                    .formatted(describe(operation), location.sequence(), recorded.sequence()));
        }
    }

    private void checkConflict(AppendOperation operation, long position) {
        var condition = operation.request().condition();
        if (position <= condition.afterPosition() || position > events.size()) {
            violations.add("%s was told of a conflict at %d, outside of (%d, %d]"
                    .formatted(describe(operation), position, condition.afterPosition(), events.size()));
        } else if (!matches(condition, events.get((int) position - 1))) {
            violations.add("%s was told of a conflict at %d, which its condition does not exclude"
                    .formatted(describe(operation), position));
        }
    }

    private void checkCommits() {
        var operationsById = new HashMap<CommitId, List<AppendOperation>>();
        appendOperations().forEach(operation -> operationsById
                .computeIfAbsent(operation.request().id(), id -> new ArrayList<>())
                .add(operation));
        for (var commit : log) {
            var attempts = operationsById.getOrDefault(commit.id(), List.of());
            if (attempts.stream().noneMatch(operation -> couldProduce(operation, commit))) {
                violations.add("commit %d (%s) is what nobody asked for, or was recorded against its condition"
                        .formatted(commit.sequence(), commit.id()));
            }
            attempts.stream()
                    .filter(operation -> operation.outcome() instanceof ObservedOutcome.AppendedAt
                            && !couldProduce(operation, commit))
                    .forEach(operation -> violations.add("%s was acknowledged at %d against its condition"
                            .formatted(describe(operation), commit.sequence())));
        }
    }

    private boolean couldProduce(AppendOperation operation, Commit commit) {
        AppendRequest request = operation.request();
        return !(operation.outcome() instanceof ObservedOutcome.ConflictedAt)
                && request.events().equals(commit.events())
                && conditionHolds(request.condition(), commit);
    }

    private boolean conditionHolds(CommitCondition condition, Commit commit) {
        for (long position = condition.afterPosition() + 1; position < commit.firstPosition(); position++) {
            if (matches(condition, events.get((int) position - 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(CommitCondition condition, LoggedEvent event) {
        return condition.criteria().matches(event.name(), event.tags());
    }

    private void checkOrder() {
        var appendedByStart = appendOperations().stream()
                .filter(operation -> operation.outcome() instanceof ObservedOutcome.AppendedAt)
                .sorted(Comparator.comparingLong(Operation::startedAt))
                .toList();
        var acknowledged = new PriorityQueue<AppendOperation>(Comparator.comparingLong(Operation::completedAt));
        appendOperations().stream()
                .filter(operation -> sequenceOf(operation) > 0)
                .forEach(acknowledged::add);
        long newest = 0;
        for (var operation : appendedByStart) {
            while (!acknowledged.isEmpty() && acknowledged.peek().completedAt() < operation.startedAt()) {
                newest = Math.max(newest, sequenceOf(acknowledged.poll()));
            }
            if (sequenceOf(operation) <= newest) {
                violations.add("%s was asked after %d had been acknowledged, and stands before it, at %d"
                        .formatted(describe(operation), newest, sequenceOf(operation)));
            }
        }
    }

    private void checkReads() {
        var known = new HashMap<String, TreeMap<Long, Long>>();
        history.stream()
                .filter(operation -> operation.completedAt() < Long.MAX_VALUE)
                .sorted(Comparator.comparingLong(Operation::completedAt))
                .forEach(operation -> {
                    var processPositions = known.computeIfAbsent(processOf(operation), name -> new TreeMap<>());
                    long previous = processPositions.isEmpty()
                            ? 0
                            : processPositions.lastEntry().getValue();
                    processPositions.put(operation.completedAt(), Math.max(previous, highestPosition(operation)));
                });
        for (var operation : history) {
            if (operation instanceof ReadOperation reading) {
                var told = known.get(reading.process()).lowerEntry(reading.startedAt());
                checkRead(reading, told == null ? 0 : told.getValue());
            }
        }
    }

    /** @param known the last position that the reader's process had been told of when it asked */
    private void checkRead(ReadOperation reading, long known) {
        var matching = candidates(reading.criteria()).stream()
                .filter(event -> event.position() > reading.afterPosition()
                        && reading.criteria().matches(event.name(), event.tags()))
                .limit(reading.limit())
                .map(LoggedEvent::position)
                .toList();
        int found = reading.positions().size();
        if (found > matching.size() || !matching.subList(0, found).equals(reading.positions())) {
            violations.add("%s read %s, which is not the beginning of what matches: %s"
                    .formatted(reading.client(), reading.positions(), matching));
            return;
        }
        if (found < matching.size() && matching.get(found) <= known) {
            violations.add("%s read up to before %d, though its process knew of %d"
                    .formatted(reading.client(), matching.get(found), known));
        }
    }

    /** Those that may match; all, where no tag narrows them down. */
    private List<LoggedEvent> candidates(Criteria criteria) {
        return criteria.anyOf().size() == 1
                        && !criteria.anyOf().getFirst().tags().isEmpty()
                ? byTag.getOrDefault(
                        criteria.anyOf().getFirst().tags().iterator().next(), List.of())
                : events;
    }

    /** The last position that an answer told of. */
    private static long highestPosition(Operation operation) {
        return switch (operation) {
            case ReadOperation reading ->
                reading.positions().isEmpty() ? 0 : reading.positions().getLast();
            case AppendOperation appending ->
                switch (appending.outcome()) {
                    case ObservedOutcome.AppendedAt(var location) -> location.lastPosition();
                    case ObservedOutcome.AlreadyAppendedAt(var location) -> location.lastPosition();
                    case ObservedOutcome.ConflictedAt(long position) -> position;
                    case ObservedOutcome.NoOutcome() -> 0;
                };
        };
    }

    private static String processOf(Operation operation) {
        return switch (operation) {
            case ReadOperation reading -> reading.process();
            case AppendOperation appending -> appending.process();
        };
    }

    private List<AppendOperation> appendOperations() {
        return history.stream()
                .filter(AppendOperation.class::isInstance)
                .map(AppendOperation.class::cast)
                .toList();
    }

    private static long sequenceOf(AppendOperation operation) {
        return switch (operation.outcome()) {
            case ObservedOutcome.AppendedAt(var location) -> location.sequence();
            case ObservedOutcome.AlreadyAppendedAt(var location) -> location.sequence();
            case ObservedOutcome.ConflictedAt _, ObservedOutcome.NoOutcome _ -> 0;
        };
    }

    private static String describe(AppendOperation operation) {
        return "%s's %s"
                .formatted(operation.client(), operation.request().id().value().substring(0, 8));
    }
}
