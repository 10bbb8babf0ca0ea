package org.parcours.command.eventlog.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Criterion;
import org.parcours.command.eventlog.EventName;
import org.parcours.command.eventlog.Tag;

/**
 * Names and tags of the last events, without a gap up to the head: most conditions need no more than these. Found by
 * tag, so that a condition costs what matches it, not what was recorded meanwhile. One thread's.
 */
final class RecentEvents {

    private record Seen(long position, EventName name, Set<Tag> tags) {}

    private final int capacity;
    private final ArrayDeque<Seen> seen = new ArrayDeque<>();
    private final Map<Tag, ArrayDeque<Seen>> byTag = new HashMap<>();
    private volatile long forgottenUpTo;

    RecentEvents(int capacity) {
        this.capacity = capacity;
    }

    void forget(long upToPosition) {
        seen.clear();
        byTag.clear();
        forgottenUpTo = upToPosition;
    }

    void add(Commit commit) {
        long position = commit.firstPosition();
        for (var event : commit.events()) {
            var newest = new Seen(position++, event.name(), event.tags());
            seen.addLast(newest);
            event.tags().forEach(tag -> byTag.computeIfAbsent(tag, any -> new ArrayDeque<>(2))
                    .addLast(newest));
        }
        while (seen.size() > capacity) {
            var oldest = seen.removeFirst();
            oldest.tags()
                    .forEach(tag -> byTag.computeIfPresent(tag, (any, tagged) -> {
                        tagged.removeFirst();
                        return tagged.isEmpty() ? null : tagged;
                    }));
            forgottenUpTo = oldest.position();
        }
    }

    /** Whether every event after that position, up to the head, is here. Any thread may ask; the answer may age. */
    boolean reachBackTo(long after) {
        return after >= forgottenUpTo;
    }

    OptionalLong firstMatch(Criteria criteria, long after) {
        var first = OptionalLong.empty();
        for (var criterion : criteria.anyOf()) {
            var match = firstMatch(criterion, after);
            if (match.isPresent() && (first.isEmpty() || match.getAsLong() < first.getAsLong())) {
                first = match;
            }
        }
        return first;
    }

    private OptionalLong firstMatch(Criterion criterion, long after) {
        var candidates = criterion.tags().isEmpty()
                ? seen
                : byTag.getOrDefault(criterion.tags().iterator().next(), NONE);
        var first = OptionalLong.empty();
        for (var newestFirst = candidates.descendingIterator(); newestFirst.hasNext(); ) {
            var event = newestFirst.next();
            if (event.position() <= after) {
                break;
            }
            if (criterion.matches(event.name(), event.tags())) {
                first = OptionalLong.of(event.position());
            }
        }
        return first;
    }

    private static final ArrayDeque<Seen> NONE = new ArrayDeque<>();
}
