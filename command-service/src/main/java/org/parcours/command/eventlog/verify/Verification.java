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
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.engine.CommitStore;

/**
 * Recomputes the whole chain, many stretches of it at once, and holds the index of tags against the commits: whoever is
 * not in it cannot be found.
 */
public final class Verification {

    private static final int STRETCH = 5_000;
    private static final int PAGE = 500;

    private final CommitStore store;
    private final Progress progress;
    private final ConcurrentSkipListSet<Finding> findings = new ConcurrentSkipListSet<>();
    private final IndexComparison index;

    private Verification(CommitStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
        index = new IndexComparison(store, progress);
    }

    /**
     * @param head of the log, up to which it was verified
     * @param findings in order; empty: the log is whole
     */
    public record Result(Head head, List<Finding> findings) {}

    /** @param threads how many stretches are verified at once */
    public static Result of(CommitStore store, int threads, Progress progress) throws InterruptedException {
        return new Verification(store, progress).run(threads);
    }

    private Result run(int threads) throws InterruptedException {
        store.selfCheck().forEach(said -> findings.add(new Finding(0, "the database says of its files: " + said)));
        var head = head();
        strangers();
        progress.begins("commits", head.sequence());
        try (var pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
            var stretches = new ArrayList<Future<?>>();
            var boundaries = new ReadableCommits(store, findings::add);
            for (long from = 1; from <= head.sequence(); ) {
                // Not simply so many further on: a damaged sequence may say that the log is endless.
                long first = from;
                long next =
                        boundaries.from(from + STRETCH).map(Commit::sequence).orElse(head.sequence() + 1);
                stretches.add(pool.submit(() -> verify(first, Math.min(head.sequence(), next - 1))));
                from = next;
            }
            for (var stretch : stretches) {
                awaitEnd(stretch);
            }
        }
        findings.addAll(index.findings(head));
        return new Result(head, List.copyOf(findings));
    }

    private Head head() {
        try {
            return store.head();
        } catch (CorruptLogException e) {
            findings.add(new Finding(e.sequence(), String.valueOf(e.getMessage())));
            return Head.empty();
        }
    }

    /** Whoever stands before the first commit is read by nobody, and was not put there by us. */
    private void strangers() {
        try {
            store.commits(Long.MIN_VALUE, 1).stream()
                    .filter(first -> first.sequence() < 1)
                    .forEach(first -> findings.add(
                            new Finding(0, "there is a commit %d; the first is 1".formatted(first.sequence()))));
        } catch (CorruptLogException unreadable) {
            findings.add(new Finding(unreadable.sequence(), String.valueOf(unreadable.getMessage())));
        }
    }

    private static void awaitEnd(Future<?> stretch) throws InterruptedException {
        try {
            stretch.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }

    /** Each commit against the one before it, which the stretch before has verified or will. */
    private void verify(long first, long last) {
        var reading = new ReadableCommits(store, findings::add);
        var before = first == 1
                ? Optional.of(Head.empty())
                : reading.commit(first - 1).map(Commit::asHead);
        long next = first;
        while (next <= last) {
            var page = reading.page(next - 1, (int) Math.min(PAGE, last - next + 1));
            for (var commit : page) {
                if (commit.sequence() > next) {
                    missing(reading, next, Math.min(last, commit.sequence() - 1));
                    before = Optional.empty();
                }
                next = commit.sequence() + 1;
                if (commit.sequence() <= last) {
                    before.map(head -> HashChain.flaw(head, commit))
                            .filter(flaw -> !flaw.isEmpty())
                            .ifPresent(flaw -> findings.add(new Finding(commit.sequence(), flaw)));
                    index.expect(commit);
                    before = Optional.of(commit.asHead());
                }
            }
            if (page.isEmpty()) {
                missing(reading, next, last);
                next = last + 1;
            }
            progress.done(page.size());
        }
    }

    private void missing(ReadableCommits reading, long from, long to) {
        long begins = from;
        while (begins <= to && reading.isUnreadable(begins)) {
            begins++;
        }
        if (begins <= to) {
            findings.add(new Finding(
                    begins,
                    begins == to
                            ? "commit %d is missing".formatted(begins)
                            : "commits %d to %d are missing".formatted(begins, to)));
        }
    }
}
