package org.parcours.query.timeline.fold;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.parcours.events.Anomaly;
import org.parcours.events.MovementKind;
import org.parcours.events.StepStatus;

/**
 * Folds the leaves of a stay: the start and end of a leave form one entry. They belong together by their number, whatever
 * their times; otherwise an end belongs to the latest start before it.
 */
final class LeaveFold {

    private final Function<SingleMovementFold, EntryBuilder> entries;
    private final List<EntryBuilder> builders = new ArrayList<>();
    private Optional<EntryBuilder> open = Optional.empty();

    /**
     * @param leaves the starts and ends in chronological order
     * @param isSame whether two movements have the same number
     * @param entries the entry of a movement
     */
    LeaveFold(
            List<SingleMovementFold> leaves,
            BiPredicate<SingleMovementFold, SingleMovementFold> isSame,
            Function<SingleMovementFold, EntryBuilder> entries) {
        this.entries = entries;
        Map<SingleMovementFold, SingleMovementFold> ends = endsByNumber(leaves, isSame);
        for (SingleMovementFold movement : leaves) {
            if (movement.isKind(MovementKind.LEAVE_START)) {
                start(movement, Optional.ofNullable(ends.get(movement)));
            } else if (!ends.containsValue(movement)) {
                end(movement);
            }
        }
    }

    private static Map<SingleMovementFold, SingleMovementFold> endsByNumber(
            List<SingleMovementFold> leaves, BiPredicate<SingleMovementFold, SingleMovementFold> isSame) {
        Map<SingleMovementFold, SingleMovementFold> ends = new LinkedHashMap<>();
        for (SingleMovementFold start : leaves) {
            if (start.isKind(MovementKind.LEAVE_START) && start.isInEffect()) {
                leaves.stream()
                        .filter(end -> end.isKind(MovementKind.LEAVE_END)
                                && end.isInEffect()
                                && isSame.test(start, end)
                                && !ends.containsValue(end))
                        .findFirst()
                        .ifPresent(end -> ends.put(start, end));
            }
        }
        return ends;
    }

    private void start(SingleMovementFold movement, Optional<SingleMovementFold> end) {
        EntryBuilder builder = entries.apply(movement);
        builders.add(builder);
        if (end.isPresent()) {
            close(builder, end.get());
            if (movement.isCertainlyAfter(end.get())) {
                builder.addAnomaly(Anomaly.Code.END_BEFORE_START);
            }
        } else if (movement.isInEffect()) {
            builder.setStatus(StepStatus.IN_PROGRESS, "on-leave");
            open = Optional.of(builder);
        }
    }

    private void end(SingleMovementFold movement) {
        if (open.isPresent() && movement.isInEffect()) {
            close(open.get(), movement);
            open = Optional.empty();
        } else if (open.isPresent()) {
            movement.addHistoryTo(open.get());
        } else {
            EntryBuilder builder = entries.apply(movement);
            if (movement.isInEffect()) {
                builder.addAnomaly(Anomaly.Code.LEAVE_END_WITHOUT_START);
                builder.setStatus(StepStatus.DONE, "back");
            }
            builders.add(builder);
        }
    }

    private void close(EntryBuilder leave, SingleMovementFold end) {
        leave.endAt(end.time());
        leave.setStatus(StepStatus.DONE, "back");
        leave.mergeFrom(entries.apply(end));
    }

    boolean isOpen() {
        return open.isPresent();
    }

    /** @param discharge ends a leave that is open */
    List<TimelineEntry> entries(Optional<SingleMovementFold> discharge) {
        discharge.ifPresent(end -> open.ifPresent(leave -> {
            leave.endAt(end.time());
            leave.setStatus(StepStatus.DONE);
        }));
        return builders.stream().map(EntryBuilder::build).toList();
    }
}
