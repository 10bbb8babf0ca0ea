package org.parcours.command.eventlog.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Criterion;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;

/**
 * Names and tags of the most recent events, without a gap, indexed by tag: most conditions need only these, and the
 * cost of one depends only on the events with its tag. Not thread-safe.
 */
final class RecentEventIndex {

    private record RecentEvent(long position, UnversionedEventName name, Set<Tag> tags) {}

    private final int capacity;
    private final ArrayDeque<RecentEvent> events = new ArrayDeque<>();
    private final Map<Tag, ArrayDeque<RecentEvent>> byTag = new HashMap<>();
    private volatile long evictedUpTo;

    RecentEventIndex(int capacity) {
        this.capacity = capacity;
    }

    void reset(long upToPosition) {
        events.clear();
        byTag.clear();
        evictedUpTo = upToPosition;
    }

    void add(Commit commit) {
        long position = commit.firstPosition();
        for (var event : commit.events()) {
            var recentEvent = new RecentEvent(position++, event.name(), event.tags());
            events.addLast(recentEvent);
            event.tags().forEach(tag -> byTag.computeIfAbsent(tag, key -> new ArrayDeque<>(2))
                    .addLast(recentEvent));
        }
        while (events.size() > capacity) {
            var oldest = events.removeFirst();
            oldest.tags()
                    .forEach(tag -> byTag.computeIfPresent(tag, (key, tagged) -> {
                        tagged.removeFirst();
                        return tagged.isEmpty() ? null : tagged;
                    }));
            evictedUpTo = oldest.position();
        }
    }

    /** Whether the index has every event after the position. Any thread may ask; the result may become outdated. */
    boolean coversAfter(long afterPosition) {
        return afterPosition >= evictedUpTo;
    }

    OptionalLong firstMatch(Criteria criteria, long afterPosition) {
        return criteria.anyOf().stream()
                .flatMapToLong(criterion -> firstMatch(criterion, afterPosition).stream())
                .min();
    }

    private OptionalLong firstMatch(Criterion criterion, long afterPosition) {
        var candidates = criterion.tags().isEmpty()
                ? events
                : byTag.getOrDefault(criterion.tags().iterator().next(), new ArrayDeque<>(0));
        var first = OptionalLong.empty();
        for (var newestFirst = candidates.descendingIterator(); newestFirst.hasNext(); ) {
            var event = newestFirst.next();
            if (event.position() <= afterPosition) {
                break;
            }
            if (criterion.matches(event.name(), event.tags())) {
                first = OptionalLong.of(event.position());
            }
        }
        return first;
    }
}
