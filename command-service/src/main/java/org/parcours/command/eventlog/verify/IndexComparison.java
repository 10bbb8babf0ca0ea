package org.parcours.command.eventlog.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.CommitStore.IndexEntry;
import org.parcours.command.store.Hash;

/**
 * Whether the index of tags says what the commits say: an event that it lacks is found by no decision. The index has
 * another order than the log, so both are summed up by ranges of positions, and only ranges that differ are looked at
 * entry by entry.
 */
final class IndexComparison {

    private static final int RANGE = 1024;
    private static final int PAGE = 10_000;
    private static final int LOOK_AT_MOST = 16; // ranges; a damage beyond it is not told entry by entry

    /** A sum of 128-bit hashes: the same whatever the order. */
    private static final class Sum {
        private long high;
        private long low;
        private long count;

        private synchronized void add(IndexEntry entry) {
            var hash = ByteBuffer.wrap(
                    Hash.of((entry.tag() + '\n' + entry.name() + '\n' + entry.position() + '\n' + entry.sequence())
                                    .getBytes(StandardCharsets.UTF_8))
                            .bytes());
            high += hash.getLong();
            low += hash.getLong();
            count++;
        }

        private boolean equals(Sum other) {
            return high == other.high && low == other.low && count == other.count;
        }
    }

    private final CommitStore store;
    private final Progress progress;
    private final Map<Long, Sum> expected = new ConcurrentHashMap<>();

    IndexComparison(CommitStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /** From any thread. */
    void expect(Commit commit) {
        if (store.keepsIndex()) {
            entries(commit).forEach(entry -> add(expected, entry));
        }
    }

    /** Once every commit up to the head has been expected. */
    List<Finding> findings(Head head) {
        if (!store.keepsIndex()) {
            return List.of();
        }
        var found = new ConcurrentHashMap<Long, Sum>();
        long sum = expected.values().stream().mapToLong(one -> one.count).sum();
        progress.begins("index entries", sum);
        walk(head, entry -> add(found, entry));
        var different = new TreeSet<Long>();
        expected.forEach((range, wanted) -> {
            if (!wanted.equals(found.getOrDefault(range, new Sum()))) {
                different.add(range);
            }
        });
        found.keySet().stream().filter(range -> !expected.containsKey(range)).forEach(different::add);
        return different.isEmpty() ? List.of() : entryByEntry(head, different);
    }

    private List<Finding> entryByEntry(Head head, TreeSet<Long> different) {
        Set<Long> ranges = new HashSet<>(different.stream().limit(LOOK_AT_MOST).toList());
        var findings = new ArrayList<Finding>();
        if (different.size() > LOOK_AT_MOST) {
            findings.add(new Finding(
                    0, "the index of tags differs in %d ranges; these are the first".formatted(different.size())));
        }
        var wanted = new HashSet<IndexEntry>();
        var reading = new ReadableCommits(store, unreadable -> {}); // told of already
        for (long range : ranges) {
            long sequence = Math.max(0, store.sequenceAt(range * RANGE) - 1);
            for (var commit : reading.page(sequence, RANGE + 1)) {
                entries(commit).stream().filter(entry -> range(entry) == range).forEach(wanted::add);
            }
        }
        walk(head, entry -> {
            if (ranges.contains(range(entry)) && !wanted.remove(entry)) {
                findings.add(new Finding(
                        entry.sequence(),
                        "the index of tags has an entry that no event has: tag %s, name %s, position %d, commit %d"
                                .formatted(entry.tag(), entry.name(), entry.position(), entry.sequence())));
            }
        });
        wanted.forEach(entry -> findings.add(new Finding(
                entry.sequence(),
                "the index of tags lacks the event at position %d under tag %s"
                        .formatted(entry.position(), entry.tag()))));
        return findings;
    }

    /** What came in since the head was read is not compared. */
    private void walk(Head head, Consumer<IndexEntry> each) {
        @Nullable IndexEntry last = null;
        while (true) {
            var page = store.index(last, PAGE);
            if (page.isEmpty()) {
                return;
            }
            for (var entry : page) {
                if (entry.sequence() <= head.sequence() || entry.position() <= head.position()) {
                    each.accept(entry);
                }
            }
            progress.done(page.size());
            last = page.getLast();
        }
    }

    private static void add(Map<Long, Sum> sums, IndexEntry entry) {
        sums.computeIfAbsent(range(entry), range -> new Sum()).add(entry);
    }

    private static long range(IndexEntry entry) {
        return Math.floorDiv(entry.position(), RANGE);
    }

    private static List<IndexEntry> entries(Commit commit) {
        var entries = new ArrayList<IndexEntry>();
        for (var event : commit.logged()) {
            event.tags()
                    .forEach(tag -> entries.add(
                            new IndexEntry(tag.value(), event.name().value(), event.position(), commit.sequence())));
        }
        return entries;
    }
}
