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
 * Messages that are taken at once, so that they share the log's group commits; but those that have a number in common,
 * directly or by way of others, one after the other in their order.
 */
final class ConflictPartitioner<T extends ConflictPartitioner.Item> {

    interface Item {

        Set<Identifier> about();

        /** It waits for all before it, and all behind it wait for it. */
        boolean isAlone();
    }

    private record Lane<T>(Set<Identifier> about, List<T> items) {}

    private final List<List<Lane<T>>> rounds = new ArrayList<>(List.of(new ArrayList<>()));
    private int size;

    int size() {
        return size;
    }

    void add(T item) {
        size++;
        if (item.isAlone()) {
            rounds.add(new ArrayList<>(List.of(new Lane<>(Set.of(), List.of(item)))));
            rounds.add(new ArrayList<>());
            return;
        }
        List<Lane<T>> round = rounds.getLast();
        Lane<T> joined = new Lane<>(new HashSet<>(item.about()), new ArrayList<>());
        // Of lanes that this one makes one of, each has its own order, and they have nothing to do with each other.
        round.removeIf(lane -> {
            boolean meets = lane.about().stream().anyMatch(item.about()::contains);
            if (meets) {
                joined.about().addAll(lane.about());
                joined.items().addAll(lane.items());
            }
            return meets;
        });
        joined.items().add(item);
        round.add(joined);
    }

    /**
     * @param take false where there is no going on
     * @return whether all were taken
     */
    boolean run(Predicate<T> take) {
        AtomicBoolean well = new AtomicBoolean(true);
        for (List<Lane<T>> round : rounds) {
            try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Lane<T> lane : round) {
                    workers.execute(() -> {
                        for (T item : lane.items()) {
                            if (!well.get() || !take.test(item)) {
                                well.set(false);
                                return;
                            }
                        }
                    });
                }
            }
            if (!well.get()) {
                return false;
            }
        }
        return true;
    }
}
