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
import org.parcours.command.eventlog.Head;
import org.parcours.command.store.Hash;

/**
 * SHA-256 over the hash before, the sequence, the first position, the time (microseconds since 1970), the commit id, and
 * the events as {@link EventBytes}.
 *
 * <p>A chain cannot tell that its end was cut off: compare the head in {@link ChainVerification.Whole} with one noted elsewhere.
 */
public final class HashChain {

    private static final int PAGE = 500;

    private HashChain() {}

    /** The commit that follows the previous one. */
    public static Commit link(Head previous, Instant recordedAt, CommitId id, List<EventData> events) {
        long sequence = previous.sequence() + 1;
        long position = previous.position() + 1;
        var hash = hash(previous.hash(), sequence, position, recordedAt, id, events);
        return new Commit(sequence, position, recordedAt, id, events, previous.hash(), hash);
    }

    public static ChainVerification verify(Stream<Commit> fromTheFirst) {
        return verify(Head.empty(), fromTheFirst);
    }

    /** @param before the head that the first of the commits follows */
    public static ChainVerification verify(Head before, Stream<Commit> commits) {
        var head = before;
        for (var following = commits.iterator(); following.hasNext(); ) {
            var commit = following.next();
            var flaw = flaw(head, commit);
            if (!flaw.isEmpty()) {
                return new ChainVerification.Broken(head.sequence() + 1, flaw);
            }
            head = commit.asHead();
        }
        return new ChainVerification.Whole(head);
    }

    /** The whole log, page by page. */
    public static ChainVerification verify(CommitLog log) {
        var verdict = new ChainVerification.Whole(Head.empty());
        try {
            while (true) {
                var page = log.commits(verdict.head().sequence(), PAGE);
                switch (verify(verdict.head(), page.stream())) {
                    case ChainVerification.Broken broken -> {
                        return broken;
                    }
                    case ChainVerification.Whole whole -> verdict = whole;
                }
                if (page.size() < PAGE) {
                    return verdict;
                }
            }
        } catch (CorruptLogException e) {
            return new ChainVerification.Broken(e.sequence(), String.valueOf(e.getMessage()));
        }
    }

    /** What is wrong with a commit as the one after the head; empty when nothing is. */
    public static String flaw(Head head, Commit commit) {
        if (commit.sequence() != head.sequence() + 1) {
            return "commit %d is missing, commit %d is in its place".formatted(head.sequence() + 1, commit.sequence());
        }
        if (commit.firstPosition() != head.position() + 1) {
            return "commit %d begins at position %d, not at %d"
                    .formatted(commit.sequence(), commit.firstPosition(), head.position() + 1);
        }
        if (commit.recordedAt().isBefore(head.recordedAt())) {
            return "commit %d is recorded at %s, before the one before it (%s)"
                    .formatted(commit.sequence(), commit.recordedAt(), head.recordedAt());
        }
        if (!commit.previousHash().equals(head.hash())) {
            return "commit %d follows a commit with hash %s, but the one before it has %s"
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
        return Hash.ofBytes(digest.digest(EventBytes.encode(events)));
    }
}
