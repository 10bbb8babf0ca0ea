package org.parcours.command.feeds.files;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.parcours.events.Identifier;

/**
 * Processes a batch of messages concurrently, so that they share the log's group commits. Messages with an identifier
 * in common, directly or through other messages, are processed one after the other in their order.
 */
final class ConflictOrderedBatch<T extends ConflictOrderedBatch.Item> {

    interface Item {

        /** Items with a key in common are processed in order. */
        Set<Identifier> conflictKeys();

        /** Whether the item is processed after all earlier ones, and before all later ones. */
        boolean isExclusive();
    }

    private record ConflictGroup<T>(Set<Identifier> conflictKeys, List<T> items) {}

    private final List<List<ConflictGroup<T>>> stages = new ArrayList<>(List.of(new ArrayList<>()));
    private int size;

    int size() {
        return size;
    }

    void add(T item) {
        size++;
        if (item.isExclusive()) {
            stages.add(new ArrayList<>(List.of(new ConflictGroup<>(Set.of(), List.of(item)))));
            stages.add(new ArrayList<>());
            return;
        }
        List<ConflictGroup<T>> stage = stages.getLast();
        ConflictGroup<T> joined = new ConflictGroup<>(new HashSet<>(item.conflictKeys()), new ArrayList<>());
        // Each joined group keeps its order; the items of different groups do not conflict with each other.
        stage.removeIf(group -> {
            boolean conflicts = group.conflictKeys().stream().anyMatch(item.conflictKeys()::contains);
            if (conflicts) {
                joined.conflictKeys().addAll(group.conflictKeys());
                joined.items().addAll(group.items());
            }
            return conflicts;
        });
        joined.items().add(item);
        stage.add(joined);
    }

    /** @return whether all items were processed; where the processor returns false, the run stops */
    boolean run(Predicate<T> processor) {
        AtomicBoolean succeeding = new AtomicBoolean(true);
        for (List<ConflictGroup<T>> stage : stages) {
            try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (ConflictGroup<T> group : stage) {
                    workers.execute(() -> {
                        for (T item : group.items()) {
                            if (!succeeding.get() || !processor.test(item)) {
                                succeeding.set(false);
                                return;
                            }
                        }
                    });
                }
            }
            if (!succeeding.get()) {
                return false;
            }
        }
        return true;
    }
}
