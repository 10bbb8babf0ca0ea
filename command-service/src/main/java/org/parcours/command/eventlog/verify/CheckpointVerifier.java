package org.parcours.command.eventlog.verify;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.Checkpoint;
import org.parcours.command.eventlog.engine.CommitStore;
import org.parcours.command.store.Hash;

/** Compares the log with signed checkpoints that are kept elsewhere. */
public final class CheckpointVerifier {

    private final CommitStore store;
    private final Collection<PublicKey> trustedKeys;
    private final List<VerificationFinding> findings = new ArrayList<>();

    private CheckpointVerifier(CommitStore store, Collection<PublicKey> trustedKeys) {
        this.store = store;
        this.trustedKeys = trustedKeys;
    }

    /**
     * @param trustedKeys the keys whose signatures are accepted
     * @param servicesStopped whether the services are stopped; then the log must end at the newest checkpoint
     */
    public static List<VerificationFinding> verify(
            CommitStore store,
            Collection<Checkpoint> checkpoints,
            Collection<PublicKey> trustedKeys,
            boolean servicesStopped) {
        var verifier = new CheckpointVerifier(store, trustedKeys);
        var head = store.head();
        checkpoints.forEach(checkpoint -> verifier.check(checkpoint, head));
        if (servicesStopped) {
            verifier.checkNothingAfterShutdown(checkpoints, head);
        }
        return verifier.findings;
    }

    private void check(Checkpoint checkpoint, LogHead head) {
        long sequence = checkpoint.head().sequence();
        if (trustedKeys.stream().noneMatch(checkpoint::isSignedBy)) {
            findings.add(new VerificationFinding(
                    sequence,
                    "the checkpoint of %s at commit %d is not signed by a key that is trusted here (its key: %s)"
                            .formatted(checkpoint.signedAt(), sequence, checkpoint.keyId())));
            return;
        }
        if (sequence > head.sequence()) {
            findings.add(new VerificationFinding(
                    head.sequence() + 1,
                    "the end of the log was cut off: at %s it had %d commits, now %d"
                            .formatted(checkpoint.signedAt(), sequence, head.sequence())));
            return;
        }
        checkHash(
                1, checkpoint.logId(), "is not from the log of the checkpoint of %s".formatted(checkpoint.signedAt()));
        checkHash(
                sequence,
                checkpoint.head().hash(),
                "or an earlier one was rewritten after the checkpoint of %s, with all commits that follow"
                        .formatted(checkpoint.signedAt()));
    }

    private void checkHash(long sequence, Hash signedHash, String defect) {
        try {
            var matches = store.commits(sequence - 1, 1).stream()
                    .filter(commit -> commit.sequence() == sequence)
                    .map(Commit::hash)
                    .anyMatch(signedHash::equals);
            if (!matches) {
                findings.add(new VerificationFinding(sequence, "commit %d %s".formatted(sequence, defect)));
            }
        } catch (CorruptLogException e) {
            findings.add(new VerificationFinding(e.sequence(), String.valueOf(e.getMessage())));
        }
    }

    private void checkNothingAfterShutdown(Collection<Checkpoint> checkpoints, LogHead head) {
        checkpoints.stream()
                .max(Comparator.comparing(Checkpoint::signedAt))
                .filter(newest -> newest.head().sequence() < head.sequence())
                .ifPresent(newest -> findings.add(new VerificationFinding(
                        newest.head().sequence() + 1,
                        "commits %d to %d were appended after the newest checkpoint (%s, %s)"
                                .formatted(
                                        newest.head().sequence() + 1,
                                        head.sequence(),
                                        newest.reason(),
                                        newest.signedAt()))));
    }
}
