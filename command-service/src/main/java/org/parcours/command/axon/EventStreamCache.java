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
    private static final int MIN_CACHED_EVENTS = 100;

    private static final int PAGE_SIZE = 2000;

    /** What an event costs in memory beside its bytes: the decoded one is about as large again, and names shared. */
    private static final int OVERHEAD_BYTES = 400;

    /** An event as it was sourced. */
    record SourcedEvent<E>(long position, E event, int bytes) {}

    /**
     * @param marker everything that matches and is not after it is among the events
     * @param events in order of position
     */
    record SourcingResult<E>(List<SourcedEvent<E>> events, long marker) {}

    /** @param completeUpTo everything that matches and is not after it is among the events */
    private record CachedStream<E>(List<SourcedEvent<E>> events, long completeUpTo) {

        private int weight() {
            return events.stream()
                    .mapToInt(event -> 2 * event.bytes() + OVERHEAD_BYTES)
                    .sum();
        }
    }

    private record LogSlice(List<LoggedEvent> events, long marker) {}

    private final CommitLog log;
    private final Function<LoggedEvent, E> decoder;
    private final Cache<Criterion, CachedStream<E>> cache;

    /** @param maxBytes of memory for what is kept; 0 keeps nothing */
    EventStreamCache(CommitLog log, Function<LoggedEvent, E> decoder, long maxBytes) {
        this.log = log;
        this.decoder = decoder;
        cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Criterion criterion, CachedStream<E> cached) -> cached.weight())
                .executor(Runnable::run)
                .build();
    }

    /** @param after only positions greater than this; what begins later than the log itself is read anew */
    SourcingResult<E> source(Criteria criteria, long after) {
        if (after > 0) {
            LogSlice slice = read(criteria, after);
            return new SourcingResult<>(decode(slice), slice.marker());
        }
        Map<Criterion, CachedStream<E>> cached = cache.getAllPresent(criteria.anyOf());
        if (cached.isEmpty()) {
            return readFromStart(criteria);
        }
        List<Criterion> uncached = criteria.anyOf().stream()
                .filter(criterion -> !cached.containsKey(criterion))
                .toList();
        long from = cached.values().stream()
                .mapToLong(CachedStream::completeUpTo)
                .min()
                .orElseThrow();
        LogSlice newSlice = read(new Criteria(List.copyOf(cached.keySet())), from);
        List<SourcedEvent<E>> newEvents = decode(newSlice);
        List<List<SourcedEvent<E>>> streams = new ArrayList<>();
        cached.forEach((criterion, stream) -> streams.add(catchUp(criterion, stream, newSlice, newEvents)));
        if (uncached.isEmpty()) {
            return new SourcingResult<>(merge(streams), newSlice.marker());
        }
        // Each of the two reads has seen all up to its own marker: both have, up to the lower one.
        SourcingResult<E> uncachedResult = readFromStart(new Criteria(uncached));
        streams.add(uncachedResult.events());
        return new SourcingResult<>(merge(streams), Math.min(newSlice.marker(), uncachedResult.marker()));
    }

    private SourcingResult<E> readFromStart(Criteria criteria) {
        LogSlice slice = read(criteria, 0);
        List<SourcedEvent<E>> events = decode(slice);
        if (events.size() >= MIN_CACHED_EVENTS) {
            criteria.anyOf()
                    .forEach(criterion -> cacheIfLong(
                            criterion, new CachedStream<>(matching(criterion, slice, events, 0), slice.marker())));
        }
        return new SourcingResult<>(events, slice.marker());
    }

    private List<SourcedEvent<E>> catchUp(
            Criterion criterion, CachedStream<E> stream, LogSlice newSlice, List<SourcedEvent<E>> newEvents) {
        List<SourcedEvent<E>> newMatches = matching(criterion, newSlice, newEvents, stream.completeUpTo());
        if (newMatches.isEmpty()) {
            return stream.events();
        }
        List<SourcedEvent<E>> updated =
                Stream.concat(stream.events().stream(), newMatches.stream()).toList();
        cacheIfLong(criterion, new CachedStream<>(updated, Math.max(stream.completeUpTo(), newSlice.marker())));
        return updated;
    }

    private void cacheIfLong(Criterion criterion, CachedStream<E> updated) {
        if (updated.events().size() >= MIN_CACHED_EVENTS && !criterion.tags().isEmpty()) {
            cache.asMap()
                    .merge(
                            criterion,
                            updated,
                            (one, other) -> one.completeUpTo() >= other.completeUpTo() ? one : other);
        }
    }

    private List<SourcedEvent<E>> matching(
            Criterion criterion, LogSlice slice, List<SourcedEvent<E>> decoded, long after) {
        List<SourcedEvent<E>> matching = new ArrayList<>();
        for (int i = 0; i < decoded.size(); i++) {
            LoggedEvent event = slice.events().get(i);
            if (event.position() > after && criterion.matches(event.name(), event.tags())) {
                matching.add(decoded.get(i));
            }
        }
        return matching;
    }

    private List<SourcedEvent<E>> merge(List<List<SourcedEvent<E>>> lists) {
        List<List<SourcedEvent<E>>> nonEmpty =
                lists.stream().filter(list -> !list.isEmpty()).toList();
        if (nonEmpty.size() == 1) {
            return nonEmpty.getFirst();
        }
        SortedMap<Long, SourcedEvent<E>> byPosition = new TreeMap<>();
        nonEmpty.forEach(list -> list.forEach(event -> byPosition.put(event.position(), event)));
        return List.copyOf(byPosition.values());
    }

    private List<SourcedEvent<E>> decode(LogSlice slice) {
        return slice.events().stream()
                .map(event -> new SourcedEvent<>(event.position(), decoder.apply(event), event.bytes().length))
                .toList();
    }

    /**
     * Never has the beginning as its marker where the log is not empty, also when nothing matched: for that one Axon
     * 5.0.1 would drop a conflict (event-log.md, rule 9). It is the head as this process has seen it <em>before</em> the
     * read: everything up to there was read; what came in since and did not match is in nobody's way, what did match was
     * read too.
     */
    private LogSlice read(Criteria criteria, long after) {
        long seenPosition = log.seen().position();
        List<LoggedEvent> page = log.read(criteria, after, PAGE_SIZE);
        List<LoggedEvent> events = new ArrayList<>(page);
        while (page.size() == PAGE_SIZE) {
            page = log.read(criteria, page.getLast().position(), PAGE_SIZE);
            events.addAll(page);
        }
        long marker = events.isEmpty()
                ? seenPosition
                : Math.max(seenPosition, events.getLast().position());
        return new LogSlice(events, marker);
    }
}
