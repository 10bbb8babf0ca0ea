package org.parcours.command.eventlog;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.parcours.command.store.Hash;

/**
 * The events that one command appended, as stored in the log.
 *
 * @param sequence its place in the order of commits, called its slot: 1, 2, 3, … without a gap
 * @param firstPosition the position of its first event; the positions of the others follow it
 * @param recordedAt to the microsecond; never earlier than the previous commit's (log rule 7)
 * @param hash over all other components, see {@code HashChain}
 */
public record Commit(
        long sequence,
        long firstPosition,
        Instant recordedAt,
        CommitId id,
        List<EventData> events,
        Hash previousHash,
        Hash hash) {

    public Commit {
        events = List.copyOf(events);
    }

    public long lastPosition() {
        return firstPosition + events.size() - 1;
    }

    /** @throws CorruptLogException if the stored last position is not that of the last event */
    public Commit requireLastPosition(long stored) {
        if (stored != lastPosition()) {
            var format = "commit %d has the last position %d; its events end at %d";
            throw new CorruptLogException(sequence, format, sequence, stored, lastPosition());
        }
        return this;
    }

    public LogHead asHead() {
        return new LogHead(sequence, lastPosition(), hash, recordedAt);
    }

    public List<LoggedEvent> loggedEvents() {
        return IntStream.range(0, events.size())
                .mapToObj(i -> new LoggedEvent(firstPosition + i, recordedAt, events.get(i)))
                .toList();
    }
}
