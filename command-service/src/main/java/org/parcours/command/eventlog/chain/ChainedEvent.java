package org.parcours.command.eventlog.chain;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.store.Hash;

/**
 * An event with its place in the log's hash chain, by which a reader of the topic checks that a record continues exactly
 * what it has read before. Hashes are in hexadecimal digits.
 *
 * @param commit the sequence of its commit
 * @param previous the chain hash of the event before; zeros for the first
 * @param chain for the last event of a commit its hash; for another SHA-256 over the hash and the event's index, so that
 *     it is found without reading the log from its beginning
 */
public record ChainedEvent(LoggedEvent event, long commit, String previous, String chain) {

    public static List<ChainedEvent> of(Commit commit) {
        List<LoggedEvent> events = commit.loggedEvents();
        return IntStream.range(0, events.size())
                .mapToObj(i -> new ChainedEvent(
                        events.get(i),
                        commit.sequence(),
                        i == 0 ? commit.previousHash().toString() : chain(commit, i - 1),
                        chain(commit, i)))
                .toList();
    }

    /** The event at a position that the log has. */
    public static ChainedEvent at(CommitLog log, long position) {
        Commit commit = log.commits(log.sequenceAt(position) - 1, 1).getFirst();
        return of(commit).get((int) (position - commit.firstPosition()));
    }

    private static String chain(Commit commit, int index) {
        if (index == commit.events().size() - 1) {
            return commit.hash().toString();
        }
        return Hash.of(ByteBuffer.allocate(Hash.LENGTH + Integer.BYTES)
                        .put(commit.hash().bytes())
                        .putInt(index)
                        .array())
                .toString();
    }

    public long position() {
        return event.position();
    }
}
