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
 * Checks the operations of clients against the resulting log.
 *
 * <ul>
 *   <li>The log is contiguous and chained, and each command is in it at most once.
 *   <li>Each acknowledged append is in the log, at the acknowledged place and with the acknowledged hash.
 *   <li>Each commit was requested, and no event between the position of its condition and the commit matches the
 *       condition.
 *   <li>Each reported conflict is real, and the attempt that it was reported to is not recorded.
 *   <li>An append that starts after an acknowledgement follows the acknowledged commit: the order of each client, and of
 *       all clients.
 *   <li>A read returns the matching events, in order and without a gap, and at least those that its process knew.
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

    /** @return descriptions for a person; empty: no violation */
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
        var appended = new HashMap<CommitId, AppendOperation>();
        for (var operation : appendOperations()) {
            switch (operation.outcome()) {
                case ObservedOutcome.AppendedAt(var location) -> {
                    checkLocation(operation, location);
                    if (appended.put(operation.request().id(), operation) != null) {
                        violations.add("%s was acknowledged as appended twice".formatted(describe(operation)));
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
            violations.add("%s was acknowledged at %d, but is not in the log"
                    .formatted(describe(operation), location.sequence()));
        } else if (!recorded.hash().equals(location.hash()) || recorded.sequence() != location.sequence()) {
            violations.add("%s was acknowledged at %d, but is at %d or has another hash"
                    .formatted(describe(operation), location.sequence(), recorded.sequence()));
        }
    }

    private void checkConflict(AppendOperation operation, long position) {
        var condition = operation.request().condition();
        if (position <= condition.afterPosition() || position > events.size()) {
            violations.add("%s received a conflict at %d, outside of (%d, %d]"
                    .formatted(describe(operation), position, condition.afterPosition(), events.size()));
        } else if (!matches(condition, events.get((int) position - 1))) {
            violations.add("%s received a conflict at %d, which does not match its condition"
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
                violations.add("commit %d (%s) was not requested, or violates its condition"
                        .formatted(commit.sequence(), commit.id()));
            }
            attempts.stream()
                    .filter(operation -> operation.outcome() instanceof ObservedOutcome.AppendedAt
                            && !couldProduce(operation, commit))
                    .forEach(operation -> violations.add("%s was acknowledged at %d, but violates its condition"
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
                violations.add("%s started after %d was acknowledged, but is before it, at %d"
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
                var knownEntry = known.get(reading.process()).lowerEntry(reading.startedAt());
                checkRead(reading, knownEntry == null ? 0 : knownEntry.getValue());
            }
        }
    }

    /** @param known the highest position that the reader's process knew at the start of the read */
    private void checkRead(ReadOperation reading, long known) {
        var matching = candidates(reading.criteria()).stream()
                .filter(event -> event.position() > reading.afterPosition()
                        && reading.criteria().matches(event.name(), event.tags()))
                .limit(reading.limit())
                .map(LoggedEvent::position)
                .toList();
        int found = reading.positions().size();
        if (found > matching.size() || !matching.subList(0, found).equals(reading.positions())) {
            violations.add("%s read %s, which is not a prefix of the matching positions: %s"
                    .formatted(reading.client(), reading.positions(), matching));
            return;
        }
        if (found < matching.size() && matching.get(found) <= known) {
            violations.add("%s read no event from %d on, although its process knew of %d"
                    .formatted(reading.client(), matching.get(found), known));
        }
    }

    /** The events that may match: those with the tag of a single criterion, else all. */
    private List<LoggedEvent> candidates(Criteria criteria) {
        return criteria.anyOf().size() == 1
                        && !criteria.anyOf().getFirst().tags().isEmpty()
                ? byTag.getOrDefault(
                        criteria.anyOf().getFirst().tags().iterator().next(), List.of())
                : events;
    }

    /** The highest position in the outcome. */
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
