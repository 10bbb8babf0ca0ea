package org.parcours.command.eventlog.chain;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.LogHead;
import org.parcours.command.store.EpochMicros;
import org.parcours.command.store.Hash;

/**
 * The hash chain. The hash of a commit is SHA-256 over the previous hash, the sequence, the first position, the time
 * (microseconds since 1970), the commit id, and the events as encoded by {@link EventDataCodec}. Only a head kept
 * elsewhere, such as a {@link SignedCheckpoint}, shows that the end of a chain was cut off.
 */
public final class HashChain {

    private HashChain() {}

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
        var hash = link(head, commit.recordedAt(), commit.id(), commit.events()).hash();
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
                .putLong(EpochMicros.toMicros(recordedAt))
                .put(id.bytes());
        var digest = Hash.sha256();
        digest.update(header.array());
        return Hash.ofBytes(digest.digest(EventDataCodec.encode(events)));
    }
}
