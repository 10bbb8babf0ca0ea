package org.parcours.command.eventlog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.parcours.command.store.Hash;

/**
 * The events that one command appended, as stored in the log.
 *
 * @param sequence its place in the order of commits, called its slot: 1, 2, 3, … without a gap
 * @param firstPosition the position of its first event; the positions of the others follow it
 * @param recordedAt to the microsecond; never earlier than the previous commit's (log rule 7)
 * @param previousHash the hash of the previous commit
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

    public LogHead asHead() {
        return new LogHead(sequence, lastPosition(), hash, recordedAt);
    }

    public List<LoggedEvent> loggedEvents() {
        var loggedEvents = new ArrayList<LoggedEvent>(events.size());
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            loggedEvents.add(new LoggedEvent(firstPosition + i, recordedAt, event.name(), event.tags(), event.bytes()));
        }
        return loggedEvents;
    }
}
