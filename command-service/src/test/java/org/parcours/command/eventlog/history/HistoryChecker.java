package org.parcours.command.eventlog.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.parcours.command.eventlog.Append;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.Condition;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.chain.ChainVerification;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.history.Operation.Appending;
import org.parcours.command.eventlog.history.Operation.Place;
import org.parcours.command.eventlog.history.Operation.Reading;
import org.parcours.command.eventlog.history.Operation.Told;

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
        if (HashChain.verify(log.stream()) instanceof ChainVerification.Broken(long sequence, String flaw)) {
            violations.add("the log is broken at %d: %s".formatted(sequence, flaw));
            return;
        }
        for (var commit : log) {
            for (var event : commit.logged()) {
                events.add(event);
                event.tags().forEach(tag -> byTag.computeIfAbsent(tag, any -> new ArrayList<>())
                        .add(event));
            }
            if (byId.put(commit.id(), commit) != null) {
                violations.add("command %s is recorded twice, again at %d".formatted(commit.id(), commit.sequence()));
            }
        }
        checkAnswers();
        checkWhatIsThere();
        checkOrder();
        checkReads();
    }

    private void checkAnswers() {
        var told = new HashMap<CommitId, Appending>();
        for (var operation : appends()) {
            switch (operation.told()) {
                case Told.Appended(var place) -> {
                    checkThere(operation, place);
                    if (told.put(operation.append().id(), operation) != null) {
                        violations.add("%s: told twice that it was recorded just now".formatted(name(operation)));
                    }
                }
                case Told.AlreadyAppended(var place) -> checkThere(operation, place);
                case Told.Conflicted(long position) -> checkConflict(operation, position);
                case Told.Nothing() -> {}
            }
        }
    }

    private void checkThere(Appending operation, Place place) {
        var there = byId.get(operation.append().id());
        if (there == null) {
            violations.add(
                    "%s was acknowledged at %d and is not in the log".formatted(name(operation), place.sequence()));
        } else if (!there.hash().equals(place.hash()) || there.sequence() != place.sequence()) {
            violations.add("%s was acknowledged at %d and stands at %d, or as another"
                    .formatted(name(operation), place.sequence(), there.sequence()));
        }
    }

    private void checkConflict(Appending operation, long position) {
        var condition = operation.append().condition();
        if (position <= condition.after() || position > events.size()) {
            violations.add("%s was told of a conflict at %d, outside of (%d, %d]"
                    .formatted(name(operation), position, condition.after(), events.size()));
        } else if (!excludes(condition, events.get((int) position - 1))) {
            violations.add("%s was told of a conflict at %d, which its condition does not exclude"
                    .formatted(name(operation), position));
        }
    }

    private void checkWhatIsThere() {
        var asked = new HashMap<CommitId, List<Appending>>();
        appends().forEach(operation -> asked.computeIfAbsent(operation.append().id(), id -> new ArrayList<>())
                .add(operation));
        for (var commit : log) {
            var tries = asked.getOrDefault(commit.id(), List.of());
            if (tries.stream().noneMatch(operation -> mayHaveBecome(operation, commit))) {
                violations.add("commit %d (%s) is what nobody asked for, or was recorded against its condition"
                        .formatted(commit.sequence(), commit.id()));
            }
            tries.stream()
                    .filter(operation -> operation.told() instanceof Told.Appended && !mayHaveBecome(operation, commit))
                    .forEach(operation -> violations.add("%s was acknowledged at %d against its condition"
                            .formatted(name(operation), commit.sequence())));
        }
    }

    private boolean mayHaveBecome(Appending operation, Commit commit) {
        Append append = operation.append();
        return !(operation.told() instanceof Told.Conflicted)
                && append.events().equals(commit.events())
                && nothingBetween(append.condition(), commit);
    }

    private boolean nothingBetween(Condition condition, Commit commit) {
        for (long position = condition.after() + 1; position < commit.firstPosition(); position++) {
            if (excludes(condition, events.get((int) position - 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean excludes(Condition condition, LoggedEvent event) {
        return condition.criteria().matches(event.name(), event.tags());
    }

    private void checkOrder() {
        var byAsking = appends().stream()
                .filter(operation -> operation.told() instanceof Told.Appended)
                .sorted(Comparator.comparingLong(Operation::askedAt))
                .toList();
        var acknowledged = new PriorityQueue<Appending>(Comparator.comparingLong(Operation::answeredAt));
        appends().stream().filter(operation -> sequence(operation) > 0).forEach(acknowledged::add);
        long newest = 0;
        for (var operation : byAsking) {
            while (!acknowledged.isEmpty() && acknowledged.peek().answeredAt() < operation.askedAt()) {
                newest = Math.max(newest, sequence(acknowledged.poll()));
            }
            if (sequence(operation) <= newest) {
                violations.add("%s was asked after %d had been acknowledged, and stands before it, at %d"
                        .formatted(name(operation), newest, sequence(operation)));
            }
        }
    }

    private void checkReads() {
        var known = new HashMap<String, TreeMap<Long, Long>>();
        history.stream()
                .filter(operation -> operation.answeredAt() < Long.MAX_VALUE)
                .sorted(Comparator.comparingLong(Operation::answeredAt))
                .forEach(operation -> {
                    var ofProcess = known.computeIfAbsent(process(operation), name -> new TreeMap<>());
                    long before =
                            ofProcess.isEmpty() ? 0 : ofProcess.lastEntry().getValue();
                    ofProcess.put(operation.answeredAt(), Math.max(before, position(operation)));
                });
        for (var operation : history) {
            if (operation instanceof Reading reading) {
                var told = known.get(reading.process()).lowerEntry(reading.askedAt());
                checkRead(reading, told == null ? 0 : told.getValue());
            }
        }
    }

    /** @param known the last position that the reader's process had been told of when it asked */
    private void checkRead(Reading reading, long known) {
        var matching = candidates(reading.criteria()).stream()
                .filter(event ->
                        event.position() > reading.after() && reading.criteria().matches(event.name(), event.tags()))
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
    private static long position(Operation operation) {
        return switch (operation) {
            case Reading reading ->
                reading.positions().isEmpty() ? 0 : reading.positions().getLast();
            case Appending appending ->
                switch (appending.told()) {
                    case Told.Appended(var place) -> place.lastPosition();
                    case Told.AlreadyAppended(var place) -> place.lastPosition();
                    case Told.Conflicted(long position) -> position;
                    case Told.Nothing() -> 0;
                };
        };
    }

    private static String process(Operation operation) {
        return switch (operation) {
            case Reading reading -> reading.process();
            case Appending appending -> appending.process();
        };
    }

    private List<Appending> appends() {
        return history.stream()
                .filter(Appending.class::isInstance)
                .map(Appending.class::cast)
                .toList();
    }

    private static long sequence(Appending operation) {
        return switch (operation.told()) {
            case Told.Appended(var place) -> place.sequence();
            case Told.AlreadyAppended(var place) -> place.sequence();
            case Told.Conflicted _, Told.Nothing _ -> 0;
        };
    }

    private static String name(Appending operation) {
        return "%s's %s"
                .formatted(operation.client(), operation.append().id().value().substring(0, 8));
    }
}
