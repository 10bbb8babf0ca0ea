package org.parcours.command.log.engine;

import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Set;
import org.parcours.command.log.Commit;
import org.parcours.command.log.Criteria;
import org.parcours.command.log.EventName;
import org.parcours.command.log.Tag;

/** Names and tags of the last events, without a gap up to the head: most conditions need no more than these. */
final class RecentEvents {

    private record Seen(long position, EventName name, Set<Tag> tags) {}

    private final int capacity;
    private final ArrayDeque<Seen> seen = new ArrayDeque<>();
    private long forgottenUpTo;

    RecentEvents(int capacity) {
        this.capacity = capacity;
    }

    void forget(long upToPosition) {
        seen.clear();
        forgottenUpTo = upToPosition;
    }

    void add(Commit commit) {
        long position = commit.firstPosition();
        for (var event : commit.events()) {
            seen.addLast(new Seen(position++, event.name(), event.tags()));
        }
        while (seen.size() > capacity) {
            forgottenUpTo = seen.removeFirst().position();
        }
    }

    /** Whether every event after that position, up to the head, is here. */
    boolean reachBackTo(long after) {
        return after >= forgottenUpTo;
    }

    OptionalLong firstMatch(Criteria criteria, long after) {
        var first = OptionalLong.empty();
        for (var newestFirst = seen.descendingIterator(); newestFirst.hasNext(); ) {
            var event = newestFirst.next();
            if (event.position() <= after) {
                break;
            }
            if (criteria.matches(event.name(), event.tags())) {
                first = OptionalLong.of(event.position());
            }
        }
        return first;
    }
}
