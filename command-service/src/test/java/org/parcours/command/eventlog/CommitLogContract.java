package org.parcours.command.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.eventlog.EventLogFixtures.ADMITTED;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.BRUNO;
import static org.parcours.command.eventlog.EventLogFixtures.DISCHARGED;
import static org.parcours.command.eventlog.EventLogFixtures.STAY;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.anyOf;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.appended;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.discharged;
import static org.parcours.command.eventlog.EventLogFixtures.event;
import static org.parcours.command.eventlog.EventLogFixtures.id;
import static org.parcours.command.eventlog.EventLogFixtures.positions;
import static org.parcours.command.eventlog.EventLogFixtures.verifyChain;
import static org.parcours.command.eventlog.EventLogFixtures.withName;
import static org.parcours.command.eventlog.EventLogFixtures.withTags;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.AppendOutcome.Conflicted;
import org.parcours.command.eventlog.EventLogFixtures.ManualClock;
import org.parcours.command.eventlog.chain.ChainVerificationResult;
import org.parcours.command.eventlog.factory.CommitLogFactory;

/**
 * The contract of every event log. A store joins the suite by a subclass that provides the address of an empty store.
 */
public abstract class CommitLogContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<CommitLog> opened = new ArrayList<>();
    protected final ManualClock clock = new ManualClock(NOON);
    protected CommitLog log;

    /** The address of a new, empty store. */
    protected abstract String newStoreUrl();

    protected String url;

    @BeforeEach
    void open() {
        url = newStoreUrl();
        log = open(EventLogSettings.defaults(), clock);
    }

    @AfterEach
    void close() {
        opened.forEach(CommitLog::close);
    }

    protected CommitLog open(EventLogSettings settings, Clock clock) {
        var log = connect(settings, clock);
        opened.add(log);
        return log;
    }

    /** Opens the log as another process would. */
    protected CommitLog connect(EventLogSettings settings, Clock clock) {
        return CommitLogFactory.open(url, settings, clock);
    }

    // -- positions, sequences, times

    @Test
    void an_empty_log_has_a_head_before_the_first_position() {
        assertThat(log.head()).isEqualTo(LogHead.empty());
        assertThat(log.read(Criteria.matchAll(), 0, 10)).isEmpty();
        assertThat(log.commits(0, 10)).isEmpty();
    }

    @Test
    void positions_and_sequences_count_from_one_without_a_gap() {
        var first = appended(log, command("one", admitted(ANNE), discharged(ANNE)));
        var second = appended(log, command("two", admitted(BRUNO)));

        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.firstPosition()).isEqualTo(1);
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.firstPosition()).isEqualTo(3);
        assertThat(log.head()).isEqualTo(second.asHead());
        assertThat(positions(log.read(Criteria.matchAll(), 0, 10))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void appended_events_are_read_unchanged() {
        var events = List.of(event(ADMITTED, "é\0\n", ANNE, STAY), event(DISCHARGED, ""));
        var commit = appended(log, new AppendRequest(id("one"), events, CommitCondition.none()));

        assertThat(log.commits(0, 10)).containsExactly(commit);
        assertThat(log.commit(id("one"))).contains(commit);
        assertThat(log.commit(id("two"))).isEmpty();
        assertThat(commit.events()).isEqualTo(events);
        assertThat(log.read(Criteria.matchAll(), 0, 10)).isEqualTo(commit.loggedEvents());
        assertThat(log.read(withTags(ANNE), 0, 10))
                .containsExactly(commit.loggedEvents().getFirst());
    }

    @Test
    void a_conflict_leaves_no_gap() {
        appended(log, command("one", admitted(ANNE)));
        append(log, command("two", new CommitCondition(withTags(ANNE), 0), admitted(ANNE)));

        assertThat(appended(log, command("three", admitted(ANNE))).firstPosition())
                .isEqualTo(2);
    }

    @Test
    void the_recorded_time_never_goes_back_even_if_the_clock_does() {
        appended(log, command("one", admitted(ANNE)));
        clock.moveTo(NOON.minusSeconds(3600));
        var second = appended(log, command("two", admitted(ANNE)));
        clock.moveTo(NOON.plusSeconds(1).plusNanos(1_999));
        var third = appended(log, command("three", admitted(ANNE)));

        assertThat(second.recordedAt()).isEqualTo(NOON);
        assertThat(third.recordedAt()).isEqualTo(NOON.plusSeconds(1).plusNanos(1_000));
    }

    // -- reading by criteria (Axon's suite: sourcing and streaming)

    @Test
    void criteria_match_all_tags_and_one_of_the_names() {
        appended(log, command("one", admitted(ANNE, STAY), discharged(ANNE, STAY), admitted(BRUNO), admitted(ANNE)));

        assertThat(positions(log.read(withTags(ANNE), 0, 10))).containsExactly(1L, 2L, 4L);
        assertThat(positions(log.read(withTags(ANNE, STAY), 0, 10))).containsExactly(1L, 2L);
        assertThat(positions(log.read(withName(ADMITTED, ANNE, STAY), 0, 10))).containsExactly(1L);
        assertThat(positions(log.read(withName(ADMITTED), 0, 10))).containsExactly(1L, 3L, 4L);
        assertThat(positions(log.read(anyOf(withTags(BRUNO), withName(DISCHARGED, ANNE)), 0, 10)))
                .containsExactly(2L, 3L);
        assertThat(positions(log.read(anyOf(withTags(BRUNO), withName(DISCHARGED)), 0, 10)))
                .containsExactly(2L, 3L);
        assertThat(log.read(withTags(new Tag("patient:unknown")), 0, 10)).isEmpty();
        assertThat(log.read(Criteria.matchNone(), 0, 10)).isEmpty();
    }

    @Test
    void a_query_may_contain_as_many_tags_as_a_long_message() {
        appended(log, command("one", admitted(ANNE), discharged(BRUNO)));
        List<Criterion> criteria = new ArrayList<>();
        for (int i = 1; i < Criteria.MAX_CRITERIA; i++) {
            criteria.add(new Criterion(Set.of(new Tag("order:" + i)), i % 2 == 0 ? Set.of() : Set.of(ADMITTED)));
        }
        criteria.addAll(withTags(BRUNO).anyOf());

        assertThat(positions(log.read(new Criteria(criteria), 0, 10))).containsExactly(2L);
    }

    @Test
    void events_are_read_page_by_page_after_a_position() {
        for (int i = 1; i <= 9; i++) {
            appended(log, command("c" + i, admitted(i % 3 == 0 ? BRUNO : ANNE), discharged(BRUNO)));
        }

        assertThat(positions(log.read(Criteria.matchAll(), 0, 5))).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(positions(log.read(Criteria.matchAll(), 5, 5))).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(positions(log.read(withTags(ANNE), 3, 2))).containsExactly(7L, 9L);
        assertThat(positions(log.read(withName(ADMITTED), 4, 2))).containsExactly(5L, 7L);
        assertThat(log.read(Criteria.matchAll(), 18, 5)).isEmpty();
        assertThat(log.read(Criteria.matchAll(), 99, 5)).isEmpty();
        assertThat(log.commits(4, 2)).extracting(Commit::sequence).containsExactly(5L, 6L);
    }

    @Test
    void a_page_size_outside_the_limits_is_rejected() {
        int limit = EventLogSettings.defaults().read().maxPageSize();
        assertThatThrownBy(() -> log.read(Criteria.matchAll(), 0, limit + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.commits(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_event_that_matches_several_criteria_is_read_once() {
        appended(log, command("one", admitted(ANNE, STAY), admitted(ANNE, BRUNO, STAY), admitted(STAY)));

        assertThat(positions(log.read(anyOf(withTags(ANNE), withTags(STAY)), 0, 2)))
                .containsExactly(1L, 2L);
        assertThat(positions(log.read(anyOf(withTags(ANNE), withTags(STAY), withTags(BRUNO, STAY)), 0, 10)))
                .containsExactly(1L, 2L, 3L);
        assertThat(positions(log.read(anyOf(withName(ADMITTED, ANNE), withName(ADMITTED, STAY)), 0, 10)))
                .containsExactly(1L, 2L, 3L);
    }

    // -- conditions: the dynamic consistency boundary (Axon's suite: appending)

    @Test
    void a_condition_conflicts_with_a_match_after_its_position() {
        appended(log, command("one", admitted(ANNE)));
        appended(log, command("two", admitted(ANNE)));

        assertThat(append(log, command("three", new CommitCondition(withTags(ANNE), 1), discharged(ANNE))))
                .isEqualTo(new Conflicted(2));
        assertThat(append(log, command("three", new CommitCondition(withTags(ANNE), 2), discharged(ANNE))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void a_condition_does_not_conflict_with_other_tags_or_other_names() {
        appended(log, command("one", admitted(ANNE, STAY)));

        assertThat(append(log, command("two", new CommitCondition(withTags(BRUNO), 0), admitted(BRUNO))))
                .isInstanceOf(Appended.class);
        assertThat(append(log, command("three", new CommitCondition(withName(DISCHARGED, ANNE), 0), admitted(ANNE))))
                .isInstanceOf(Appended.class);
        assertThat(append(log, command("four", new CommitCondition(withTags(ANNE, BRUNO), 0), admitted(ANNE))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void tags_on_two_events_do_not_make_one_match() {
        appended(log, command("one", admitted(ANNE), discharged(STAY)));

        assertThat(append(log, command("two", new CommitCondition(withTags(ANNE, STAY), 0), admitted(ANNE))))
                .isInstanceOf(Appended.class);
        assertThat(append(log, command("three", new CommitCondition(withName(DISCHARGED, ANNE), 0), admitted(ANNE))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void a_condition_covers_events_from_before_the_process_started() {
        appended(log, command("one", admitted(ANNE)));
        appended(log, command("two", admitted(BRUNO)));
        var later = open(EventLogSettings.defaults(), clock);

        assertThat(append(later, command("three", new CommitCondition(withTags(ANNE), 0), admitted(ANNE))))
                .isEqualTo(new Conflicted(1));
        assertThat(append(later, command("four", new CommitCondition(withName(ADMITTED), 1), admitted(ANNE))))
                .isEqualTo(new Conflicted(2));
        assertThat(append(later, command("five", new CommitCondition(Criteria.matchAll(), 2), admitted(ANNE))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void a_condition_covers_events_that_another_process_appended() {
        var other = open(EventLogSettings.defaults(), clock);
        appended(log, command("one", admitted(ANNE)));
        var condition = new CommitCondition(withTags(ANNE), other.head().position());
        appended(log, command("two", discharged(ANNE)));

        assertThat(append(other, command("three", condition, discharged(ANNE)))).isEqualTo(new Conflicted(2));
        assertThat(append(other, command("four", new CommitCondition(withTags(ANNE), 2), discharged(ANNE))))
                .isInstanceOf(Appended.class);
        assertThat(log.head().position()).isEqualTo(3);
    }

    @Test
    void exactly_one_of_several_appends_decided_at_the_same_position_succeeds() throws Exception {
        int threads = 8;
        int rounds = 15;
        var wins = new AtomicInteger();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int round = 0; round < rounds; round++) {
                long after = log.head().position();
                int number = round;
                var outcomes = IntStream.range(0, threads)
                        .mapToObj(thread -> CompletableFuture.supplyAsync(
                                () -> append(
                                        log,
                                        command(
                                                number + "/" + thread,
                                                new CommitCondition(withTags(ANNE), after),
                                                admitted(ANNE))),
                                pool))
                        .toList();
                for (var outcome : outcomes) {
                    switch (outcome.join()) {
                        case Appended appended -> wins.incrementAndGet();
                        case Conflicted conflicted ->
                            assertThat(conflicted.position()).isEqualTo(after + 1);
                        case AlreadyAppended again -> throw new AssertionError(again);
                    }
                }
            }
        }
        assertThat(wins).hasValue(rounds);
        assertThat(log.head().position()).isEqualTo(rounds);
    }

    @Test
    void commands_with_different_tags_never_conflict() {
        var outcomes = IntStream.range(0, 200)
                .mapToObj(i -> {
                    var tag = new Tag("patient:" + i);
                    return log.append(command("c" + i, new CommitCondition(withTags(tag), 0), admitted(tag)));
                })
                .toList();

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Appended.class));
    }

    @Test
    void two_writers_on_one_store_both_make_progress_and_leave_no_gap() throws Exception {
        var logs = List.of(log, open(EventLogSettings.defaults(), Clock.systemUTC()));
        int incrementsPerLog = 60;
        var counter = new Tag("counter:1");
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var openLog : logs) {
                for (int thread = 0; thread < 4; thread++) {
                    var name = System.identityHashCode(openLog) + "/" + thread;
                    pool.submit(() -> countUp(openLog, name, incrementsPerLog / 4, counter));
                }
            }
        }

        var counterEvents = log.read(withTags(counter), 0, 1000);
        assertThat(counterEvents).hasSize(2 * incrementsPerLog);
        // Each append contains the count that it read: a lost update would repeat a number.
        assertThat(counterEvents.stream().map(event -> EventLogFixtures.text(event.bytes())))
                .containsExactlyElementsOf(IntStream.range(0, 2 * incrementsPerLog)
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(positions(log.read(Criteria.matchAll(), 0, 1000)))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2 * incrementsPerLog).boxed().toList());
        assertThat(verifyChain(log)).isEqualTo(new ChainVerificationResult.Intact(log.head()));
    }

    private static void countUp(CommitLog log, String name, int times, Tag counter) {
        for (int done = 0; done < times; ) {
            var events = log.read(withTags(counter), 0, 1000);
            long after = events.isEmpty() ? 0 : events.getLast().position();
            var next = event(ADMITTED, Integer.toString(events.size()), counter);
            var outcome = append(log, command(name + "/" + done, new CommitCondition(withTags(counter), after), next));
            done += outcome instanceof Appended ? 1 : 0;
        }
    }

    // -- once

    @Test
    void a_repeated_command_records_nothing_and_returns_the_first_commit() {
        var commit = appended(log, command("one", new CommitCondition(withTags(ANNE), 0), admitted(ANNE)));

        assertThat(append(log, command("one", new CommitCondition(withTags(ANNE), 0), admitted(ANNE))))
                .isEqualTo(new AlreadyAppended(commit));
        assertThat(append(open(EventLogSettings.defaults(), clock), command("one", admitted(ANNE))))
                .isEqualTo(new AlreadyAppended(commit));
        assertThat(log.head()).isEqualTo(commit.asHead());
    }

    @Test
    void a_command_sent_to_two_writers_at_once_is_recorded_once() {
        var other = open(EventLogSettings.defaults(), clock);
        for (int i = 0; i < 20; i++) {
            var first = log.append(command("c" + i, admitted(ANNE)));
            var second = other.append(command("c" + i, admitted(ANNE)));
            var outcomes = List.of(first.join(), second.join());
            assertThat(outcomes).filteredOn(Appended.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(AlreadyAppended.class::isInstance).hasSize(1);
        }
        assertThat(log.head().position()).isEqualTo(20);
    }

    // -- limits

    @Test
    void a_commit_that_is_too_large_is_rejected_with_its_size() {
        var small = open(EventLogFixtures.smallLimits(1000, 10, 10, Duration.ofSeconds(5)), clock);
        var large = command("one", new EventData(ADMITTED, Set.of(ANNE), new byte[1001]));

        assertThatThrownBy(() -> append(small, large))
                .isInstanceOfSatisfying(CommitTooLargeException.class, refused -> {
                    assertThat(refused.size()).isGreaterThan(1000);
                    assertThat(refused.limit()).isEqualTo(1000);
                });
        var tags = IntStream.range(0, 101).mapToObj(i -> new Tag("t" + i)).toArray(Tag[]::new);
        var large2 = open(EventLogFixtures.smallLimits(1 << 20, 10, 10, Duration.ofSeconds(5)), clock);
        assertThatThrownBy(() -> append(large2, command("two", admitted(tags))))
                .isInstanceOf(CommitTooLargeException.class)
                .hasMessageContaining("101 tags");
        assertThat(log.head()).isEqualTo(LogHead.empty());
    }

    @Test
    void more_appends_than_fit_in_one_group_are_all_recorded() {
        var small = open(EventLogFixtures.smallLimits(1000, 3, 1000, Duration.ofSeconds(5)), clock);
        var outcomes = IntStream.range(0, 100)
                .mapToObj(i -> small.append(command("c" + i, admitted(ANNE))))
                .toList();

        outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Appended.class));
        assertThat(small.head().position()).isEqualTo(100);
    }

    @Test
    void a_closed_log_rejects_new_appends_and_completes_accepted_ones() {
        var closing = open(EventLogSettings.defaults(), clock);
        var accepted = IntStream.range(0, 50)
                .mapToObj(i -> closing.append(command("c" + i, admitted(ANNE))))
                .toList();
        closing.close();

        accepted.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Appended.class));
        assertThatThrownBy(() -> append(closing, command("late", admitted(ANNE))))
                .isInstanceOf(LogUnavailableException.class);
        assertThat(log.head().position()).isEqualTo(50);
    }

    // -- listeners (Axon's suite: open streams)

    @Test
    void a_listener_is_notified_of_appends_by_this_and_by_other_processes() throws Exception {
        var other = open(EventLogSettings.defaults(), clock);
        var notifications = new Semaphore(0);
        var subscription = log.onAppended(notifications::release);

        appended(log, command("one", admitted(ANNE)));
        awaitPosition(notifications, 1);
        appended(other, command("two", admitted(ANNE)));
        awaitPosition(notifications, 2);
        subscription.close();
    }

    private void awaitPosition(Semaphore notifications, long position) throws InterruptedException {
        while (true) {
            assertThat(notifications.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            if (!log.read(Criteria.matchAll(), position - 1, 1).isEmpty()) {
                return;
            }
        }
    }

    @Test
    void a_stage_chained_to_an_append_does_not_block_the_log() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        // Not on this thread: a stage chained to a completed append runs on the thread that chains it.
        var chained = CompletableFuture.supplyAsync(() -> log.append(command("one", admitted(ANNE)))
                .thenApply(outcome -> {
                    begun.countDown();
                    try {
                        return release.await(20, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .join());

        begun.await();
        assertThat(append(log, command("two", admitted(ANNE)))).isInstanceOf(Appended.class);
        release.countDown();
        assertThat(chained.join()).isTrue();
    }

    // -- chain

    @Test
    void each_commit_is_chained_to_the_previous_one() {
        var first = appended(log, command("one", admitted(ANNE)));
        var second = appended(log, command("two", admitted(ANNE)));

        assertThat(first.previousHash()).isEqualTo(LogHead.empty().hash());
        assertThat(second.previousHash()).isEqualTo(first.hash());
        assertThat(verifyChain(log)).isEqualTo(new ChainVerificationResult.Intact(second.asHead()));
    }
}
