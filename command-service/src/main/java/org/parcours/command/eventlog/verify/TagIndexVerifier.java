package org.parcours.command.eventlog.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.eventlog.engine.CommitStore.TagIndexEntry;
import org.parcours.command.store.Hash;

/**
 * Verifies that the tag index matches the commits: no decision finds an event that the index lacks. As their orders
 * differ, both are reduced to checksums by ranges of positions; only differing ranges are compared entry by entry.
 */
final class TagIndexVerifier {

    private static final int RANGE_SIZE = 1024;
    private static final int PAGE_SIZE = 10_000;
    private static final int MAX_RANGES_COMPARED = 16; // more ranges are counted, but not compared entry by entry

    /** A sum of 128-bit hashes, independent of the order. */
    private static final class RangeChecksum {
        private long high;
        private long low;
        private long count;

        private synchronized void add(TagIndexEntry entry) {
            var text = entry.tag() + '\n' + entry.name() + '\n' + entry.position() + '\n' + entry.sequence();
            var hash = ByteBuffer.wrap(Hash.of(text.getBytes(UTF_8)).bytes());
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

    /** Adds the index entries that a commit requires. Thread-safe. */
    void addExpected(Commit commit) {
        if (store.hasTagIndex()) {
            TagIndexEntry.of(commit).forEach(entry -> add(expected, entry));
        }
    }

    /** Compares the index, after {@link #addExpected} for every commit up to the head. */
    List<VerificationFinding> findDifferences(LogHead head) {
        if (!store.hasTagIndex()) {
            return List.of();
        }
        var actual = new ConcurrentHashMap<Long, RangeChecksum>();
        long entryCount = expected.values().stream().mapToLong(one -> one.count).sum();
        progress.started("index entries", entryCount);
        forEachEntry(head, entry -> add(actual, entry));
        var none = new RangeChecksum();
        var differingRanges = Stream.concat(expected.keySet().stream(), actual.keySet().stream())
                .filter(range -> !expected.getOrDefault(range, none).equals(actual.getOrDefault(range, none)))
                .collect(Collectors.toCollection(TreeSet::new));
        return differingRanges.isEmpty() ? List.of() : compareEntries(head, differingRanges);
    }

    private List<VerificationFinding> compareEntries(LogHead head, TreeSet<Long> differingRanges) {
        var ranges = differingRanges.stream().limit(MAX_RANGES_COMPARED).collect(Collectors.toSet());
        var findings = new ArrayList<VerificationFinding>();
        if (differingRanges.size() > MAX_RANGES_COMPARED) {
            findings.add(new VerificationFinding(
                    0, "the index of tags differs in %d ranges; the first ones are listed", differingRanges.size()));
        }
        var missing = new HashSet<TagIndexEntry>();
        var reader = new TolerantCommitReader(store, unreadable -> {}); // already reported
        for (long range : ranges) {
            long sequence = Math.max(0, store.sequenceAt(range * RANGE_SIZE) - 1);
            reader.readPage(sequence, RANGE_SIZE + 1).stream()
                    .flatMap(TagIndexEntry::of)
                    .filter(entry -> rangeOf(entry) == range)
                    .forEach(missing::add);
        }
        forEachEntry(head, entry -> {
            if (ranges.contains(rangeOf(entry)) && !missing.remove(entry)) {
                var surplus =
                        "the index of tags has an entry without an event: tag %s, name %s, position %d, commit %d";
                findings.add(new VerificationFinding(
                        entry.sequence(), surplus, entry.tag(), entry.name(), entry.position(), entry.sequence()));
            }
        });
        var lacking = "the index of tags lacks the event at position %d under tag %s";
        missing.forEach(entry ->
                findings.add(new VerificationFinding(entry.sequence(), lacking, entry.position(), entry.tag())));
        return findings;
    }

    /** Skips the entries of events that were appended after the head was read. */
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
}
