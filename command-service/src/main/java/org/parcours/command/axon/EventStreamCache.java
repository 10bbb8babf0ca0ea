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
 * Sources the events of decisions, and caches long streams. A long stream is cached, decoded, with the position up to
 * which it is complete; the next decision reads only the events after that position, so that a patient with ten
 * thousand events takes about as long as one with ten. Other processes may append meanwhile: an append that depends on
 * a stream that has grown is rejected by its condition, as without the cache.
 *
 * @param <E> a decoded event
 */
final class EventStreamCache<E> {

    /** Shorter streams are read as fast as they are found in the cache. */
    private static final int MIN_CACHED_EVENTS = 100;

    private static final int PAGE_SIZE = 2000;

    /** A cached event takes about twice its encoded length in memory, and this; names are shared. */
    private static final int OVERHEAD_BYTES = 400;

    /** @param bytes the length of the encoded event */
    record SourcedEvent<E>(long position, E event, int bytes) {

        /** The bytes that it takes in a cache. */
        int weight() {
            return 2 * bytes + OVERHEAD_BYTES;
        }
    }

    /** @param marker a position; {@code events} has every matching event up to it, in order of position */
    record SourcingResult<E>(List<SourcedEvent<E>> events, long marker) {}

    /** @param completeUpTo a position; {@code events} has every matching event up to it */
    private record CachedStream<E>(List<SourcedEvent<E>> events, long completeUpTo) {

        private int weight() {
            return events.stream().mapToInt(SourcedEvent::weight).sum();
        }
    }

    private record LogSlice(List<LoggedEvent> events, long marker) {}

    private final CommitLog log;
    private final Function<LoggedEvent, E> decoder;
    private final Cache<Criterion, CachedStream<E>> cache;

    /** @param maxBytes memory for cached streams; 0 disables the cache */
    EventStreamCache(CommitLog log, Function<LoggedEvent, E> decoder, long maxBytes) {
        this.log = log;
        this.decoder = decoder;
        cache = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Criterion criterion, CachedStream<E> cached) -> cached.weight())
                .executor(Runnable::run)
                .build();
    }

    /** @param after only positions greater than this; a stream that does not start at the log's start is not cached */
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
        // Each of the two reads is complete up to its own marker: the result is complete up to the lower one.
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
     * Reads all pages. The marker of a log that is not empty is never its start, also where no event matches: at the
     * start Axon 5.0.1 drops conflicts (event-log.md, rule 9). The marker is the head as this process saw it
     * <em>before</em> the read, or the position of the last event read where that is later. Events appended since the
     * read began are no gap: those up to the marker that match were read, and the others are no conflict.
     */
    private LogSlice read(Criteria criteria, long after) {
        long seenPosition = log.knownHead().position();
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
