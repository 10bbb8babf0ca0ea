package org.parcours.command.axon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.axon.EventStreamCache.SourcedEvent;
import org.parcours.command.axon.EventStreamCache.SourcingResult;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendRequest;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.Criteria;
import org.parcours.command.eventlog.Criterion;
import org.parcours.command.eventlog.EventData;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LoggedEvent;
import org.parcours.command.eventlog.Tag;
import org.parcours.command.eventlog.UnversionedEventName;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.TestDatabase;
import org.parcours.events.DerivedIds;

/** The cache of long streams changes no result, also where another process appends meanwhile. */
class EventStreamCacheTest {

    private static final List<UnversionedEventName> NAMES =
            List.of(new UnversionedEventName("a"), new UnversionedEventName("b"));
    private static final List<Tag> TAGS = List.of(new Tag("one:1"), new Tag("two:2"), new Tag("three:3"));

    @TempDir
    private Path folder;

    private int decodedCount;

    @Test
    void a_stream_that_two_processes_append_to_is_complete_up_to_its_marker() throws Exception {
        Random random = new Random(20261124);
        try (var database = TestDatabase.POSTGRESQL.open(folder);
                var localLog = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
                var otherLog = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC())) {
            EventStreamCache<Long> cache = new EventStreamCache<>(localLog, this::decode, 1 << 20);
            for (int i = 0; i < 600; i++) {
                append(random.nextBoolean() ? localLog : otherLog, random);
                Criteria criteria = criteria(random);
                SourcingResult<Long> result = cache.source(criteria, 0);
                List<Long> expected = otherLog.read(criteria, 0, 5_000).stream()
                        .map(LoggedEvent::position)
                        .toList();
                List<Long> sourced =
                        result.events().stream().map(SourcedEvent::event).toList();

                assertThat(sourced).containsExactlyElementsOf(expected);
                // Every event up to the marker was read, so that a condition on the marker misses none.
                assertThat(expected.stream().filter(position -> position <= result.marker()))
                        .allSatisfy(position -> assertThat(sourced).contains(position));
                assertThat(result.marker()).isBetween(1L, localLog.head().position());
            }
            assertThat(decodedCount).as("most events are decoded only once").isLessThan(20_000);
        }
    }

    @Test
    void concurrent_decisions_read_every_event_up_to_their_marker() throws Exception {
        try (var database = TestDatabase.POSTGRESQL.open(folder);
                var localLog = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC());
                var otherLog = CommitLogFactory.open(database, EventLogSettings.defaults(), Clock.systemUTC())) {
            EventStreamCache<Long> cache = new EventStreamCache<>(localLog, this::decode, 1 << 20);
            Criterion hotCriterion = new Criterion(Set.of(TAGS.getFirst()), Set.of());
            List<CompletableFuture<Integer>> counts = new ArrayList<>();
            for (int client = 0; client < 4; client++) {
                CommitLog log = client % 2 == 0 ? localLog : otherLog;
                long seed = client;
                counts.add(CompletableFuture.supplyAsync(
                        () -> appendCounting(log, cache, hotCriterion, new Random(seed))));
            }
            int appended = 0;
            for (var count : counts) {
                appended += count.get();
            }

            // Each event contains the number of events that its decision read: a stale decision repeats a number.
            List<String> numbers = localLog.read(new Criteria(List.of(hotCriterion)), 0, 5_000).stream()
                    .map(event -> new String(event.bytes(), UTF_8))
                    .toList();
            assertThat(numbers).hasSize(appended).doesNotHaveDuplicates();
        }
    }

    private static int appendCounting(
            CommitLog log, EventStreamCache<Long> cache, Criterion hotCriterion, Random random) {
        int appended = 0;
        for (int i = 0; i < 150; i++) {
            Criteria criteria = new Criteria(
                    List.of(hotCriterion, new Criterion(Set.of(new Tag("message:" + random.nextLong())), Set.of())));
            SourcingResult<Long> result = cache.source(criteria, 0);
            byte[] number = Integer.toString(result.events().size()).getBytes(UTF_8);
            AppendOutcome outcome = log.append(new AppendRequest(
                            id(),
                            List.of(new EventData(NAMES.getFirst(), Set.of(TAGS.getFirst()), number)),
                            new CommitCondition(criteria, result.marker()),
                            "test"))
                    .join();
            appended += outcome instanceof AppendOutcome.Appended ? 1 : 0;
        }
        return appended;
    }

    private static void append(CommitLog log, Random random) {
        log.append(new AppendRequest(
                        id(),
                        List.of(new EventData(
                                NAMES.get(random.nextInt(2)),
                                random.nextBoolean() ? Set.copyOf(TAGS) : Set.of(TAGS.get(random.nextInt(3))),
                                new byte[] {'{', '}'})),
                        CommitCondition.none(),
                        "test"))
                .join();
    }

    private static Criteria criteria(Random random) {
        List<Criterion> criteria = new ArrayList<>();
        for (Tag tag : TAGS) {
            if (random.nextBoolean()) {
                criteria.add(new Criterion(Set.of(tag), random.nextBoolean() ? Set.of() : Set.of(NAMES.getFirst())));
            }
        }
        return criteria.isEmpty() ? Criteria.tagged(TAGS.getFirst()) : new Criteria(criteria);
    }

    private Long decode(LoggedEvent event) {
        decodedCount++;
        return event.position();
    }

    private static CommitId id() {
        return new CommitId(DerivedIds.hash("test", UUID.randomUUID().toString()));
    }
}
