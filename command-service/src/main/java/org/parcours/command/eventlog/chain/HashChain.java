package org.parcours.command.eventlog.chain;

import static java.time.temporal.ChronoUnit.MICROS;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.store.Hash;

/**
 * The hash chain. The hash of a commit is SHA-256 over the previous hash, the sequence, the first position, the time
 * (microseconds since 1970), the commit id, and the events as encoded by {@link EventDataCodec}.
 *
 * <p>A chain does not detect that its end was cut off: compare the head in {@link ChainVerificationResult.Intact} with
 * a head kept elsewhere, such as a {@link Checkpoint}.
 */
public final class HashChain {

    private static final int PAGE_SIZE = 500;

    private HashChain() {}

    /** Creates the commit after the previous head. */
    public static Commit link(LogHead previous, Instant recordedAt, CommitId id, List<EventData> events) {
        long sequence = previous.sequence() + 1;
        long position = previous.position() + 1;
        var hash = hash(previous.hash(), sequence, position, recordedAt, id, events);
        return new Commit(sequence, position, recordedAt, id, events, previous.hash(), hash);
    }

    public static ChainVerificationResult verify(Stream<Commit> commits) {
        return verify(LogHead.empty(), commits);
    }

    /** @param previousHead the head before the first of the commits */
    public static ChainVerificationResult verify(LogHead previousHead, Stream<Commit> commits) {
        var head = previousHead;
        for (var iterator = commits.iterator(); iterator.hasNext(); ) {
            var commit = iterator.next();
            var defect = defect(head, commit);
            if (!defect.isEmpty()) {
                return new ChainVerificationResult.Broken(head.sequence() + 1, defect);
            }
            head = commit.asHead();
        }
        return new ChainVerificationResult.Intact(head);
    }

    /** Verifies the whole log, page by page. */
    public static ChainVerificationResult verify(CommitLog log) {
        var verified = new ChainVerificationResult.Intact(LogHead.empty());
        try {
            while (true) {
                var page = log.commits(verified.head().sequence(), PAGE_SIZE);
                switch (verify(verified.head(), page.stream())) {
                    case ChainVerificationResult.Broken broken -> {
                        return broken;
                    }
                    case ChainVerificationResult.Intact intact -> verified = intact;
                }
                if (page.size() < PAGE_SIZE) {
                    return verified;
                }
            }
        } catch (CorruptLogException e) {
            return new ChainVerificationResult.Broken(e.sequence(), String.valueOf(e.getMessage()));
        }
    }

    /** Why the commit is not a valid successor of the head; empty: it is valid. */
    public static String defect(LogHead head, Commit commit) {
        if (commit.sequence() != head.sequence() + 1) {
            return "commit %d is missing, commit %d is in its place".formatted(head.sequence() + 1, commit.sequence());
        }
        if (commit.firstPosition() != head.position() + 1) {
            return "commit %d begins at position %d, not at %d"
                    .formatted(commit.sequence(), commit.firstPosition(), head.position() + 1);
        }
        if (commit.recordedAt().isBefore(head.recordedAt())) {
            return "commit %d is recorded at %s, earlier than the previous commit (%s)"
                    .formatted(commit.sequence(), commit.recordedAt(), head.recordedAt());
        }
        if (!commit.previousHash().equals(head.hash())) {
            return "commit %d has the previous hash %s, but the previous commit has %s"
                    .formatted(commit.sequence(), commit.previousHash(), head.hash());
        }
        var hash = hash(
                commit.previousHash(),
                commit.sequence(),
                commit.firstPosition(),
                commit.recordedAt(),
                commit.id(),
                commit.events());
        if (!hash.equals(commit.hash())) {
            return "the content of commit %d was changed: its hash is %s, the stored one %s"
                    .formatted(commit.sequence(), hash, commit.hash());
        }
        return "";
    }

    private static Hash hash(
            Hash previous, long sequence, long firstPosition, Instant recordedAt, CommitId id, List<EventData> events) {
        var header = ByteBuffer.allocate(2 * Hash.LENGTH + 3 * Long.BYTES)
                .put(previous.bytes())
                .putLong(sequence)
                .putLong(firstPosition)
                .putLong(MICROS.between(Instant.EPOCH, recordedAt))
                .put(Hash.parse(id.value()).bytes());
        var digest = Hash.sha256();
        digest.update(header.array());
        return Hash.ofBytes(digest.digest(EventDataCodec.encode(events)));
    }
}
