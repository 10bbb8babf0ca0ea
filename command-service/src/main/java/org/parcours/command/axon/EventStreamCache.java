package org.parcours.command.axon;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Criterion;
import org.parcours.command.eventlog.LoggedEvent;

/**
 * The events that decisions ask for. A long stream is kept, decoded, up to the position where it was read, and the next
 * decision reads only what has come since: a patient with ten thousand events is decided about as fast as one with ten.
 * Other processes may append meanwhile; a decision on a stream that has grown unseen is refused by its condition, as
 * without all this.
 *
 * @param <E> a decoded event
 */
final class EventStreamCache<E> {

    /** Shorter ones are read as fast as they would be found here. */
    private static final int LONG = 100;

    private static final int PAGE = 2000;

    /** What an event costs in memory beside its bytes: the decoded one is about as large again, and names shared. */
    private static final int OVERHEAD = 400;

    /** An event as it was sourced. */
    record Sourced<E>(long position, E event, int bytes) {}

    /**
     * @param marker everything that matches and is not after it is among the events
     * @param events in order of position
     */
    record Answer<E>(List<Sourced<E>> events, long marker) {}

    /** @param upTo everything that matches and is not after it is among the events */
    private record Known<E>(List<Sourced<E>> events, long upTo) {

        private int weight() {
            return events.stream()
                    .mapToInt(event -> 2 * event.bytes() + OVERHEAD)
                    .sum();
        }
    }

    private record Read(List<LoggedEvent> events, long marker) {}

    private final CommitLog log;
    private final Function<LoggedEvent, E> decoding;
    private final Cache<Criterion, Known<E>> kept;

    /** @param maxBytes of memory for what is kept; 0 keeps nothing */
    EventStreamCache(CommitLog log, Function<LoggedEvent, E> decoding, long maxBytes) {
        this.log = log;
        this.decoding = decoding;
        kept = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Criterion criterion, Known<E> known) -> known.weight())
                .executor(Runnable::run)
                .build();
    }

    /** @param after only positions greater than this; what begins later than the log itself is read anew */
    Answer<E> answer(Criteria criteria, long after) {
        if (after > 0) {
            Read read = read(criteria, after);
            return new Answer<>(decoded(read), read.marker());
        }
        Map<Criterion, Known<E>> known = kept.getAllPresent(criteria.anyOf());
        if (known.isEmpty()) {
            return first(criteria);
        }
        List<Criterion> unknown = criteria.anyOf().stream()
                .filter(criterion -> !known.containsKey(criterion))
                .toList();
        long from = known.values().stream().mapToLong(Known::upTo).min().orElseThrow();
        Read newer = read(new Criteria(List.copyOf(known.keySet())), from);
        List<Sourced<E>> newest = decoded(newer);
        List<List<Sourced<E>>> found = new ArrayList<>();
        known.forEach((criterion, before) -> found.add(caughtUp(criterion, before, newer, newest)));
        if (unknown.isEmpty()) {
            return new Answer<>(merged(found), newer.marker());
        }
        // Each of the two reads has seen all up to its own marker: both have, up to the lower one.
        Answer<E> others = first(new Criteria(unknown));
        found.add(others.events());
        return new Answer<>(merged(found), Math.min(newer.marker(), others.marker()));
    }

    private Answer<E> first(Criteria criteria) {
        Read read = read(criteria, 0);
        List<Sourced<E>> events = decoded(read);
        if (events.size() >= LONG) {
            criteria.anyOf()
                    .forEach(criterion ->
                            keepIfLong(criterion, new Known<>(matching(criterion, read, events, 0), read.marker())));
        }
        return new Answer<>(events, read.marker());
    }

    private List<Sourced<E>> caughtUp(Criterion criterion, Known<E> before, Read newer, List<Sourced<E>> newest) {
        List<Sourced<E>> more = matching(criterion, newer, newest, before.upTo());
        if (more.isEmpty()) {
            return before.events();
        }
        List<Sourced<E>> now =
                Stream.concat(before.events().stream(), more.stream()).toList();
        keepIfLong(criterion, new Known<>(now, Math.max(before.upTo(), newer.marker())));
        return now;
    }

    private void keepIfLong(Criterion criterion, Known<E> now) {
        if (now.events().size() >= LONG && !criterion.tags().isEmpty()) {
            kept.asMap().merge(criterion, now, (one, other) -> one.upTo() >= other.upTo() ? one : other);
        }
    }

    private List<Sourced<E>> matching(Criterion criterion, Read read, List<Sourced<E>> decoded, long after) {
        List<Sourced<E>> matching = new ArrayList<>();
        for (int i = 0; i < decoded.size(); i++) {
            LoggedEvent event = read.events().get(i);
            if (event.position() > after && criterion.matches(event.name(), event.tags())) {
                matching.add(decoded.get(i));
            }
        }
        return matching;
    }

    private List<Sourced<E>> merged(List<List<Sourced<E>>> lists) {
        List<List<Sourced<E>>> some =
                lists.stream().filter(list -> !list.isEmpty()).toList();
        if (some.size() == 1) {
            return some.getFirst();
        }
        SortedMap<Long, Sourced<E>> byPosition = new TreeMap<>();
        some.forEach(list -> list.forEach(event -> byPosition.put(event.position(), event)));
        return List.copyOf(byPosition.values());
    }

    private List<Sourced<E>> decoded(Read read) {
        return read.events().stream()
                .map(event -> new Sourced<>(event.position(), decoding.apply(event), event.bytes().length))
                .toList();
    }

    /**
     * Never has the beginning as its marker where the log is not empty, also when nothing matched: for that one Axon
     * 5.0.1 would drop a conflict (event-log.md, rule 9). It is the head as this process has seen it <em>before</em> the
     * read: everything up to there was read; what came in since and did not match is in nobody's way, what did match was
     * read too.
     */
    private Read read(Criteria criteria, long after) {
        long seen = log.seen().position();
        List<LoggedEvent> page = log.read(criteria, after, PAGE);
        List<LoggedEvent> events = new ArrayList<>(page);
        while (page.size() == PAGE) {
            page = log.read(criteria, page.getLast().position(), PAGE);
            events.addAll(page);
        }
        long marker = events.isEmpty() ? seen : Math.max(seen, events.getLast().position());
        return new Read(events, marker);
    }
}
