package org.parcours.command.eventlog.verify;

import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.eventlog.chain.SignedCheckpoint;
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

    /** @param servicesStopped whether the services are stopped; then the log must end at the newest checkpoint */
    public static List<VerificationFinding> verify(
            CommitStore store,
            Collection<SignedCheckpoint> checkpoints,
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

    private void check(SignedCheckpoint checkpoint, LogHead head) {
        long sequence = checkpoint.head().sequence();
        var signedAt = checkpoint.signedAt();
        if (trustedKeys.stream().noneMatch(checkpoint::isSignedBy)) {
            var format = "the checkpoint of %s at commit %d is not signed by a key that is trusted here (its key: %s)";
            findings.add(new VerificationFinding(sequence, format, signedAt, sequence, checkpoint.keyId()));
        } else if (sequence > head.sequence()) {
            var format = "the end of the log was cut off: at %s it had %d commits, now %d";
            findings.add(new VerificationFinding(head.sequence() + 1, format, signedAt, sequence, head.sequence()));
        } else {
            var rewritten =
                    "commit %d or an earlier one was rewritten after the checkpoint of %s, with all commits that follow";
            checkHash(1, checkpoint.logId(), "commit %d is not from the log of the checkpoint of %s", signedAt);
            checkHash(sequence, checkpoint.head().hash(), rewritten, signedAt);
        }
    }

    private void checkHash(long sequence, Hash signedHash, String defect, Instant signedAt) {
        try {
            if (store.commits(sequence - 1, 1).stream()
                    .noneMatch(commit ->
                            commit.sequence() == sequence && commit.hash().equals(signedHash))) {
                findings.add(new VerificationFinding(sequence, defect, sequence, signedAt));
            }
        } catch (CorruptLogException e) {
            findings.add(new VerificationFinding(e));
        }
    }

    private void checkNothingAfterShutdown(Collection<SignedCheckpoint> checkpoints, LogHead head) {
        checkpoints.stream()
                .max(Comparator.comparing(SignedCheckpoint::signedAt))
                .filter(newest -> newest.head().sequence() < head.sequence())
                .ifPresent(newest -> {
                    long first = newest.head().sequence() + 1;
                    var format = "commits %d to %d were appended after the newest checkpoint (%s, %s)";
                    findings.add(new VerificationFinding(
                            first, format, first, head.sequence(), newest.reason(), newest.signedAt()));
                });
    }
}
