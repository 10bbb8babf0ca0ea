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
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.CommitStore.TagIndexEntry;
import org.parcours.command.store.Hash;

/**
 * Whether the index of tags says what the commits say: an event that it lacks is found by no decision. The index has
 * another order than the log, so both are summed up by ranges of positions, and only ranges that differ are looked at
 * entry by entry.
 */
final class TagIndexVerifier {

    private static final int RANGE_SIZE = 1024;
    private static final int PAGE_SIZE = 10_000;
    private static final int MAX_RANGES_COMPARED = 16; // ranges; a damage beyond it is not told entry by entry

    /** A sum of 128-bit hashes: the same whatever the order. */
    private static final class RangeChecksum {
        private long high;
        private long low;
        private long count;

        private synchronized void add(TagIndexEntry entry) {
            var hash = ByteBuffer.wrap(
                    Hash.of((entry.tag() + '\n' + entry.name() + '\n' + entry.position() + '\n' + entry.sequence())
                                    .getBytes(StandardCharsets.UTF_8))
                            .bytes());
            high += hash.getLong();
            low += hash.getLong();
            count++;
        }

        private boolean equals(RangeChecksum other) {
            return high == other.high && low == other.low && count == other.count;
        }
    }

    private final CommitStore store;
    private final ProgressListener progress;
    private final Map<Long, RangeChecksum> expected = new ConcurrentHashMap<>();

    TagIndexVerifier(CommitStore store, ProgressListener progress) {
        this.store = store;
        this.progress = progress;
    }

    /** From any thread. */
    void addExpected(Commit commit) {
        if (store.hasTagIndex()) {
            indexEntries(commit).forEach(entry -> add(expected, entry));
        }
    }

    /** Once every commit up to the head has been expected. */
    List<VerificationFinding> findDifferences(LogHead head) {
        if (!store.hasTagIndex()) {
            return List.of();
        }
        var actual = new ConcurrentHashMap<Long, RangeChecksum>();
        long entryCount = expected.values().stream().mapToLong(one -> one.count).sum();
        progress.started("index entries", entryCount);
        forEachEntry(head, entry -> add(actual, entry));
        var differingRanges = new TreeSet<Long>();
        expected.forEach((range, wanted) -> {
            if (!wanted.equals(actual.getOrDefault(range, new RangeChecksum()))) {
                differingRanges.add(range);
            }
        });
        actual.keySet().stream().filter(range -> !expected.containsKey(range)).forEach(differingRanges::add);
        return differingRanges.isEmpty() ? List.of() : compareEntries(head, differingRanges);
    }

    private List<VerificationFinding> compareEntries(LogHead head, TreeSet<Long> differingRanges) {
        Set<Long> ranges = new HashSet<>(
                differingRanges.stream().limit(MAX_RANGES_COMPARED).toList());
        var findings = new ArrayList<VerificationFinding>();
        if (differingRanges.size() > MAX_RANGES_COMPARED) {
            findings.add(new VerificationFinding(
                    0,
                    "the index of tags differs in %d ranges; these are the first".formatted(differingRanges.size())));
        }
        var wanted = new HashSet<TagIndexEntry>();
        var reader = new TolerantCommitReader(store, unreadable -> {}); // told of already
        for (long range : ranges) {
            long sequence = Math.max(0, store.sequenceAt(range * RANGE_SIZE) - 1);
            for (var commit : reader.readPage(sequence, RANGE_SIZE + 1)) {
                indexEntries(commit).stream()
                        .filter(entry -> rangeOf(entry) == range)
                        .forEach(wanted::add);
            }
        }
        forEachEntry(head, entry -> {
            if (ranges.contains(rangeOf(entry)) && !wanted.remove(entry)) {
                findings.add(new VerificationFinding(
                        entry.sequence(),
                        "the index of tags has an entry that no event has: tag %s, name %s, position %d, commit %d"
                                .formatted(entry.tag(), entry.name(), entry.position(), entry.sequence())));
            }
        });
        wanted.forEach(entry -> findings.add(new VerificationFinding(
                entry.sequence(),
                "the index of tags lacks the event at position %d under tag %s"
                        .formatted(entry.position(), entry.tag()))));
        return findings;
    }

    /** What came in since the head was read is not compared. */
    private void forEachEntry(LogHead head, Consumer<TagIndexEntry> consumer) {
        @Nullable TagIndexEntry lastEntry = null;
        while (true) {
            var page = store.tagIndex(lastEntry, PAGE_SIZE);
            if (page.isEmpty()) {
                return;
            }
            for (var entry : page) {
                if (entry.sequence() <= head.sequence() || entry.position() <= head.position()) {
                    consumer.accept(entry);
                }
            }
            progress.advanced(page.size());
            lastEntry = page.getLast();
        }
    }

    private static void add(Map<Long, RangeChecksum> checksums, TagIndexEntry entry) {
        checksums.computeIfAbsent(rangeOf(entry), range -> new RangeChecksum()).add(entry);
    }

    private static long rangeOf(TagIndexEntry entry) {
        return Math.floorDiv(entry.position(), RANGE_SIZE);
    }

    private static List<TagIndexEntry> indexEntries(Commit commit) {
        var entries = new ArrayList<TagIndexEntry>();
        for (var event : commit.loggedEvents()) {
            event.tags()
                    .forEach(tag -> entries.add(
                            new TagIndexEntry(tag.value(), event.name().value(), event.position(), commit.sequence())));
        }
        return entries;
    }
}
