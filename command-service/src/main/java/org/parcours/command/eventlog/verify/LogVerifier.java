package org.parcours.command.eventlog.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.engine.CommitStore;

/** Recomputes the hash chain of a stored log, several segments at a time, and compares the tag index with the commits. */
public final class LogVerifier {

    private static final int SEGMENT_SIZE = 5_000;
    private static final int PAGE_SIZE = 500;

    private final CommitStore store;
    private final ProgressListener progress;
    private final ConcurrentSkipListSet<VerificationFinding> findings = new ConcurrentSkipListSet<>();
    private final TagIndexVerifier tagIndexVerifier;

    private LogVerifier(CommitStore store, ProgressListener progress) {
        this.store = store;
        this.progress = progress;
        tagIndexVerifier = new TagIndexVerifier(store, progress);
    }

    /** @param head the head up to which the log was verified */
    public record VerificationResult(LogHead head, List<VerificationFinding> findings) {}

    /** @param threads how many segments are verified at a time */
    public static VerificationResult verify(CommitStore store, int threads, ProgressListener progress)
            throws InterruptedException {
        return new LogVerifier(store, progress).run(threads);
    }

    private VerificationResult run(int threads) throws InterruptedException {
        for (var error : store.checkIntegrity()) {
            findings.add(new VerificationFinding(0, "the database reports on its files: %s", error));
        }
        var head = readHead();
        checkBeforeFirstCommit();
        progress.started("commits", head.sequence());
        try (var pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
            var segments = new ArrayList<Future<?>>();
            var boundaryReader = new TolerantCommitReader(store, findings::add);
            for (long from = 1; from <= head.sequence(); ) {
                // The next existing commit, not a fixed step: a damaged sequence may pretend that the log is endless.
                long first = from;
                var nextCommit = boundaryReader.readFirstFrom(from + SEGMENT_SIZE);
                long next = nextCommit.map(Commit::sequence).orElse(head.sequence() + 1);
                segments.add(pool.submit(() -> verifySegment(first, Math.min(head.sequence(), next - 1))));
                from = next;
            }
            for (var segment : segments) {
                await(segment);
            }
        }
        findings.addAll(tagIndexVerifier.findDifferences(head));
        return new VerificationResult(head, List.copyOf(findings));
    }

    private LogHead readHead() {
        try {
            return store.head();
        } catch (CorruptLogException e) {
            findings.add(new VerificationFinding(e));
            return LogHead.empty();
        }
    }

    /** A commit before the first one is never read and was not written by Parcours. */
    private void checkBeforeFirstCommit() {
        try {
            store.commits(Long.MIN_VALUE, 1).stream()
                    .filter(first -> first.sequence() < 1)
                    .map(first -> new VerificationFinding(0, "there is a commit %d; the first is 1", first.sequence()))
                    .forEach(findings::add);
        } catch (CorruptLogException unreadable) {
            findings.add(new VerificationFinding(unreadable));
        }
    }

    private static void await(Future<?> segment) throws InterruptedException {
        try {
            segment.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Verifies each commit against its predecessor; the segment before verifies the predecessor of the first. */
    private void verifySegment(long first, long last) {
        var reader = new TolerantCommitReader(store, findings::add);
        var previousHead = first == 1
                ? Optional.of(LogHead.empty())
                : reader.read(first - 1).map(Commit::asHead);
        long next = first;
        while (next <= last) {
            var page = reader.readPage(next - 1, (int) Math.min(PAGE_SIZE, last - next + 1));
            for (var commit : page) {
                if (commit.sequence() > next) {
                    reportMissing(reader, next, Math.min(last, commit.sequence() - 1));
                    previousHead = Optional.empty();
                }
                next = commit.sequence() + 1;
                if (commit.sequence() <= last) {
                    previousHead
                            .map(head -> HashChain.defect(head, commit))
                            .filter(defect -> !defect.isEmpty())
                            .ifPresent(defect -> findings.add(new VerificationFinding(commit.sequence(), defect)));
                    tagIndexVerifier.addExpected(commit);
                    previousHead = Optional.of(commit.asHead());
                }
            }
            if (page.isEmpty()) {
                reportMissing(reader, next, last);
                next = last + 1;
            }
            progress.advanced(page.size());
        }
    }

    private void reportMissing(TolerantCommitReader reader, long from, long to) {
        long firstMissing = from;
        while (firstMissing <= to && reader.isUnreadable(firstMissing)) {
            firstMissing++;
        }
        if (firstMissing <= to) {
            var format = firstMissing == to ? "commit %d is missing" : "commits %d to %d are missing";
            findings.add(new VerificationFinding(firstMissing, format, firstMissing, to));
        }
    }
}
