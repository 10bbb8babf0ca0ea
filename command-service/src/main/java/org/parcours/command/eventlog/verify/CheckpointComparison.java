package org.parcours.command.eventlog.verify;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.Head;
import org.parcours.command.eventlog.chain.Checkpoint;
import org.parcours.command.eventlog.engine.CommitStore;

/** The log against what was signed of it and kept elsewhere. */
public final class CheckpointComparison {

    private final CommitStore store;
    private final Collection<PublicKey> trusted;
    private final List<Finding> findings = new ArrayList<>();

    private CheckpointComparison(CommitStore store, Collection<PublicKey> trusted) {
        this.store = store;
        this.trusted = trusted;
    }

    /**
     * @param trusted the keys whose signatures count
     * @param stopped whether the services are stopped: then the log ends where the newest checkpoint of a shutdown says
     */
    public static List<Finding> findings(
            CommitStore store, Collection<Checkpoint> checkpoints, Collection<PublicKey> trusted, boolean stopped) {
        var comparison = new CheckpointComparison(store, trusted);
        var head = store.head();
        checkpoints.forEach(checkpoint -> comparison.compare(checkpoint, head));
        if (stopped) {
            comparison.requireNothingAfterTheShutdown(checkpoints, head);
        }
        return comparison.findings;
    }

    private void compare(Checkpoint checkpoint, Head head) {
        long sequence = checkpoint.head().sequence();
        if (trusted.stream().noneMatch(checkpoint::isSignedBy)) {
            findings.add(new Finding(
                    sequence,
                    "the checkpoint of %s at commit %d is not signed by a key that is trusted here (it names %s)"
                            .formatted(checkpoint.signedAt(), sequence, checkpoint.key())));
            return;
        }
        if (sequence > head.sequence()) {
            findings.add(new Finding(
                    head.sequence() + 1,
                    "the end of the log was cut off: at %s it had %d commits, now %d"
                            .formatted(checkpoint.signedAt(), sequence, head.sequence())));
            return;
        }
        requireHash(
                1, checkpoint.log(), "is not the log that the checkpoint of %s is of".formatted(checkpoint.signedAt()));
        requireHash(
                sequence,
                checkpoint.head().hash(),
                "was rewritten after the checkpoint of %s, with all that comes behind it, or something before it was"
                        .formatted(checkpoint.signedAt()));
    }

    private void requireHash(long sequence, org.parcours.command.store.Hash signed, String otherwise) {
        try {
            var stands = store.commits(sequence - 1, 1).stream()
                    .filter(commit -> commit.sequence() == sequence)
                    .map(Commit::hash)
                    .anyMatch(signed::equals);
            if (!stands) {
                findings.add(new Finding(sequence, "commit %d %s".formatted(sequence, otherwise)));
            }
        } catch (CorruptLogException e) {
            findings.add(new Finding(e.sequence(), String.valueOf(e.getMessage())));
        }
    }

    private void requireNothingAfterTheShutdown(Collection<Checkpoint> checkpoints, Head head) {
        checkpoints.stream()
                .max(Comparator.comparing(Checkpoint::signedAt))
                .filter(newest -> newest.head().sequence() < head.sequence())
                .ifPresent(newest -> findings.add(new Finding(
                        newest.head().sequence() + 1,
                        "commits %d to %d were appended after the newest checkpoint (%s, %s)"
                                .formatted(
                                        newest.head().sequence() + 1,
                                        head.sequence(),
                                        newest.reason(),
                                        newest.signedAt()))));
    }
}
