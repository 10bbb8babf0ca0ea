package org.parcours.command.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.eventlog.Samples.ADMITTED;
import static org.parcours.command.eventlog.Samples.ANNE;
import static org.parcours.command.eventlog.Samples.BRUNO;
import static org.parcours.command.eventlog.Samples.DISCHARGED;
import static org.parcours.command.eventlog.Samples.STAY;
import static org.parcours.command.eventlog.Samples.admitted;
import static org.parcours.command.eventlog.Samples.all;
import static org.parcours.command.eventlog.Samples.any;
import static org.parcours.command.eventlog.Samples.append;
import static org.parcours.command.eventlog.Samples.appended;
import static org.parcours.command.eventlog.Samples.command;
import static org.parcours.command.eventlog.Samples.discharged;
import static org.parcours.command.eventlog.Samples.event;
import static org.parcours.command.eventlog.Samples.id;
import static org.parcours.command.eventlog.Samples.named;
import static org.parcours.command.eventlog.Samples.positions;

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
import org.parcours.command.eventlog.Samples.HandClock;
import org.parcours.command.eventlog.chain.ChainVerification;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.factory.CommitLogFactory;

/** What every log keeps, whatever it is stored in. A store joins by saying where a new empty one is. */
public abstract class CommitLogContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final List<CommitLog> opened = new ArrayList<>();
    protected final HandClock clock = new HandClock(NOON);
    protected CommitLog log;

    /** The address of a store that nobody has used. */
    protected abstract String newStore();

    protected String url;

    @BeforeEach
    void open() {
        url = newStore();
        log = open(LogSettings.defaults(), clock);
    }

    @AfterEach
    void close() {
        opened.forEach(CommitLog::close);
    }

    protected CommitLog open(LogSettings settings, Clock clock) {
        var log = connect(settings, clock);
        opened.add(log);
        return log;
    }

    /** One process's way to the store. */
    protected CommitLog connect(LogSettings settings, Clock clock) {
        return CommitLogFactory.open(url, settings, clock);
    }

    // -- positions, sequences, times

    @Test
    void an_empty_log_has_a_head_before_the_first_position() {
        assertThat(log.head()).isEqualTo(Head.empty());
        assertThat(log.read(Criteria.everything(), 0, 10)).isEmpty();
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
        assertThat(positions(log.read(Criteria.everything(), 0, 10))).containsExactly(1L, 2L, 3L);
    }

    @Test
    void what_was_appended_is_read_as_it_was() {
        var events = List.of(event(ADMITTED, "é\0\n", ANNE, STAY), event(DISCHARGED, ""));
        var commit = appended(log, new Append(id("one"), events, Condition.none()));

        assertThat(log.commits(0, 10)).containsExactly(commit);
        assertThat(log.commit(id("one"))).contains(commit);
        assertThat(log.commit(id("two"))).isEmpty();
        assertThat(commit.events()).isEqualTo(events);
        assertThat(log.read(Criteria.everything(), 0, 10)).isEqualTo(commit.logged());
        assertThat(log.read(all(ANNE), 0, 10)).containsExactly(commit.logged().getFirst());
    }

    @Test
    void a_conflict_leaves_no_gap() {
        appended(log, command("one", admitted(ANNE)));
        append(log, command("two", new Condition(all(ANNE), 0), admitted(ANNE)));

        assertThat(appended(log, command("three", admitted(ANNE))).firstPosition())
                .isEqualTo(2);
    }

    @Test
    void the_recorded_time_never_goes_back_whatever_the_clock_does() {
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
    void criteria_ask_for_all_tags_and_one_of_the_names() {
        appended(log, command("one", admitted(ANNE, STAY), discharged(ANNE, STAY), admitted(BRUNO), admitted(ANNE)));

        assertThat(positions(log.read(all(ANNE), 0, 10))).containsExactly(1L, 2L, 4L);
        assertThat(positions(log.read(all(ANNE, STAY), 0, 10))).containsExactly(1L, 2L);
        assertThat(positions(log.read(named(ADMITTED, ANNE, STAY), 0, 10))).containsExactly(1L);
        assertThat(positions(log.read(named(ADMITTED), 0, 10))).containsExactly(1L, 3L, 4L);
        assertThat(positions(log.read(any(all(BRUNO), named(DISCHARGED, ANNE)), 0, 10)))
                .containsExactly(2L, 3L);
        assertThat(positions(log.read(any(all(BRUNO), named(DISCHARGED)), 0, 10)))
                .containsExactly(2L, 3L);
        assertThat(log.read(all(new Tag("patient:nobody")), 0, 10)).isEmpty();
        assertThat(log.read(Criteria.nothing(), 0, 10)).isEmpty();
    }

    @Test
    void a_question_may_name_as_many_tags_as_a_long_message_does() {
        appended(log, command("one", admitted(ANNE), discharged(BRUNO)));
        List<Criterion> questions = new ArrayList<>();
        for (int i = 1; i < Criteria.MAX_CRITERIA; i++) {
            questions.add(new Criterion(Set.of(new Tag("order:" + i)), i % 2 == 0 ? Set.of() : Set.of(ADMITTED)));
        }
        questions.addAll(all(BRUNO).anyOf());

        assertThat(positions(log.read(new Criteria(questions), 0, 10))).containsExactly(2L);
    }

    @Test
    void reading_goes_on_after_a_position_page_by_page() {
        for (int i = 1; i <= 9; i++) {
            appended(log, command("c" + i, admitted(i % 3 == 0 ? BRUNO : ANNE), discharged(BRUNO)));
        }

        assertThat(positions(log.read(Criteria.everything(), 0, 5))).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(positions(log.read(Criteria.everything(), 5, 5))).containsExactly(6L, 7L, 8L, 9L, 10L);
        assertThat(positions(log.read(all(ANNE), 3, 2))).containsExactly(7L, 9L);
        assertThat(positions(log.read(named(ADMITTED), 4, 2))).containsExactly(5L, 7L);
        assertThat(log.read(Criteria.everything(), 18, 5)).isEmpty();
        assertThat(log.read(Criteria.everything(), 99, 5)).isEmpty();
        assertThat(log.commits(4, 2)).extracting(Commit::sequence).containsExactly(5L, 6L);
    }

    @Test
    void a_page_larger_than_the_limit_is_refused() {
        int limit = LogSettings.defaults().reading().maxPage();
        assertThatThrownBy(() -> log.read(Criteria.everything(), 0, limit + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> log.commits(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_event_that_several_criteria_ask_for_is_read_once() {
        appended(log, command("one", admitted(ANNE, STAY), admitted(ANNE, BRUNO, STAY), admitted(STAY)));

        assertThat(positions(log.read(any(all(ANNE), all(STAY)), 0, 2))).containsExactly(1L, 2L);
        assertThat(positions(log.read(any(all(ANNE), all(STAY), all(BRUNO, STAY)), 0, 10)))
                .containsExactly(1L, 2L, 3L);
        assertThat(positions(log.read(any(named(ADMITTED, ANNE), named(ADMITTED, STAY)), 0, 10)))
                .containsExactly(1L, 2L, 3L);
    }

    // -- conditions: the dynamic consistency boundary (Axon's suite: appending)

    @Test
    void a_condition_conflicts_with_a_match_after_its_position() {
        appended(log, command("one", admitted(ANNE)));
        appended(log, command("two", admitted(ANNE)));

        assertThat(append(log, command("three", new Condition(all(ANNE), 1), discharged(ANNE))))
                .isEqualTo(new Conflicted(2));
        assertThat(append(log, command("three", new Condition(all(ANNE), 2), discharged(ANNE))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void a_condition_does_not_conflict_with_other_tags_or_other_names() {
        appended(log, command("one", admitted(ANNE, STAY)));

        assertThat(append(log, command("two", new Condition(all(BRUNO), 0), admitted(BRUNO))))
                .isInstanceOf(Appended.class);
        assertThat(append(log, command("three", new Condition(named(DISCHARGED, ANNE), 0), admitted(ANNE))))
                .isInstanceOf(Appended.class);
        assertThat(append(log, command("four", new Condition(all(ANNE, BRUNO), 0), admitted(ANNE))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void tags_on_two_events_do_not_make_one_match() {
        appended(log, command("one", admitted(ANNE), discharged(STAY)));

        assertThat(append(log, command("two", new Condition(all(ANNE, STAY), 0), admitted(ANNE))))
                .isInstanceOf(Appended.class);
        assertThat(append(log, command("three", new Condition(named(DISCHARGED, ANNE), 0), admitted(ANNE))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void a_condition_sees_what_was_there_before_this_process_came() {
        appended(log, command("one", admitted(ANNE)));
        appended(log, command("two", admitted(BRUNO)));
        var later = open(LogSettings.defaults(), clock);

        assertThat(append(later, command("three", new Condition(all(ANNE), 0), admitted(ANNE))))
                .isEqualTo(new Conflicted(1));
        assertThat(append(later, command("four", new Condition(named(ADMITTED), 1), admitted(ANNE))))
                .isEqualTo(new Conflicted(2));
        assertThat(append(later, command("five", new Condition(Criteria.everything(), 2), admitted(ANNE))))
                .isInstanceOf(Appended.class);
    }

    @Test
    void a_condition_sees_what_another_process_appended_meanwhile() {
        var other = open(LogSettings.defaults(), clock);
        appended(log, command("one", admitted(ANNE)));
        var condition = new Condition(all(ANNE), other.head().position());
        appended(log, command("two", discharged(ANNE)));

        assertThat(append(other, command("three", condition, discharged(ANNE)))).isEqualTo(new Conflicted(2));
        assertThat(append(other, command("four", new Condition(all(ANNE), 2), discharged(ANNE))))
                .isInstanceOf(Appended.class);
        assertThat(log.head().position()).isEqualTo(3);
    }

    @Test
    void of_many_that_decided_on_the_same_position_exactly_one_wins() throws Exception {
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
                                                new Condition(all(ANNE), after),
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
                    return log.append(command("c" + i, new Condition(all(tag), 0), admitted(tag)));
                })
                .toList();

        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.join()).isInstanceOf(Appended.class));
    }

    @Test
    void two_writers_on_one_store_both_get_through_and_leave_no_gap() throws Exception {
        var logs = List.of(log, open(LogSettings.defaults(), Clock.systemUTC()));
        int each = 60;
        var counter = new Tag("counter:1");
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var one : logs) {
                for (int thread = 0; thread < 4; thread++) {
                    var name = System.identityHashCode(one) + "/" + thread;
                    pool.submit(() -> countUp(one, name, each / 4, counter));
                }
            }
        }

        var counted = log.read(all(counter), 0, 1000);
        assertThat(counted).hasSize(2 * each);
        // Each decided on the count that it read: a lost update would repeat a number.
        assertThat(counted.stream().map(event -> Samples.text(event.bytes())))
                .containsExactlyElementsOf(
                        IntStream.range(0, 2 * each).mapToObj(Integer::toString).toList());
        assertThat(positions(log.read(Criteria.everything(), 0, 1000)))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2 * each).boxed().toList());
        assertThat(HashChain.verify(log)).isEqualTo(new ChainVerification.Whole(log.head()));
    }

    private static void countUp(CommitLog log, String name, int times, Tag counter) {
        for (int done = 0; done < times; ) {
            var seen = log.read(all(counter), 0, 1000);
            long after = seen.isEmpty() ? 0 : seen.getLast().position();
            var next = event(ADMITTED, Integer.toString(seen.size()), counter);
            var outcome = append(log, command(name + "/" + done, new Condition(all(counter), after), next));
            done += outcome instanceof Appended ? 1 : 0;
        }
    }

    // -- once

    @Test
    void the_same_command_again_records_nothing_and_says_where_it_is() {
        var commit = appended(log, command("one", new Condition(all(ANNE), 0), admitted(ANNE)));

        assertThat(append(log, command("one", new Condition(all(ANNE), 0), admitted(ANNE))))
                .isEqualTo(new AlreadyAppended(commit));
        assertThat(append(open(LogSettings.defaults(), clock), command("one", admitted(ANNE))))
                .isEqualTo(new AlreadyAppended(commit));
        assertThat(log.head()).isEqualTo(commit.asHead());
    }

    @Test
    void the_same_command_sent_to_two_writers_at_once_is_recorded_once() {
        var other = open(LogSettings.defaults(), clock);
        for (int i = 0; i < 20; i++) {
            var here = log.append(command("c" + i, admitted(ANNE)));
            var there = other.append(command("c" + i, admitted(ANNE)));
            var outcomes = List.of(here.join(), there.join());
            assertThat(outcomes).filteredOn(Appended.class::isInstance).hasSize(1);
            assertThat(outcomes).filteredOn(AlreadyAppended.class::isInstance).hasSize(1);
        }
        assertThat(log.head().position()).isEqualTo(20);
    }

    // -- limits

    @Test
    void a_commit_too_large_is_refused_with_its_size() {
        var small = open(Samples.small(1000, 10, 10, Duration.ofSeconds(5)), clock);
        var large = command("one", new EventData(ADMITTED, Set.of(ANNE), new byte[1001]));

        assertThatThrownBy(() -> append(small, large))
                .isInstanceOfSatisfying(CommitTooLargeException.class, refused -> {
                    assertThat(refused.size()).isGreaterThan(1000);
                    assertThat(refused.limit()).isEqualTo(1000);
                });
        var tags = IntStream.range(0, 101).mapToObj(i -> new Tag("t" + i)).toArray(Tag[]::new);
        var large2 = open(Samples.small(1 << 20, 10, 10, Duration.ofSeconds(5)), clock);
        assertThatThrownBy(() -> append(large2, command("two", admitted(tags))))
                .isInstanceOf(CommitTooLargeException.class)
                .hasMessageContaining("101 tags");
        assertThat(log.head()).isEqualTo(Head.empty());
    }

    @Test
    void more_than_one_group_gets_through() {
        var small = open(Samples.small(1000, 3, 1000, Duration.ofSeconds(5)), clock);
        var outcomes = IntStream.range(0, 100)
                .mapToObj(i -> small.append(command("c" + i, admitted(ANNE))))
                .toList();

        outcomes.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Appended.class));
        assertThat(small.head().position()).isEqualTo(100);
    }

    @Test
    void a_closed_log_takes_nothing_but_finishes_what_it_took() {
        var closing = open(LogSettings.defaults(), clock);
        var taken = IntStream.range(0, 50)
                .mapToObj(i -> closing.append(command("c" + i, admitted(ANNE))))
                .toList();
        closing.close();

        taken.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(Appended.class));
        assertThatThrownBy(() -> append(closing, command("late", admitted(ANNE))))
                .isInstanceOf(LogUnavailableException.class);
        assertThat(log.head().position()).isEqualTo(50);
    }

    // -- listeners (Axon's suite: open streams)

    @Test
    void a_listener_hears_of_appends_here_and_of_those_of_another_process() throws Exception {
        var other = open(LogSettings.defaults(), clock);
        var heard = new Semaphore(0);
        var listening = log.onAppended(heard::release);

        appended(log, command("one", admitted(ANNE)));
        awaitPosition(heard, 1);
        appended(other, command("two", admitted(ANNE)));
        awaitPosition(heard, 2);
        listening.close();
    }

    private void awaitPosition(Semaphore heard, long position) throws InterruptedException {
        while (true) {
            assertThat(heard.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            if (!log.read(Criteria.everything(), position - 1, 1).isEmpty()) {
                return;
            }
        }
    }

    @Test
    void what_callers_chain_to_an_append_does_not_hold_the_log_up() throws Exception {
        var begun = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        // Not on this thread: what is chained to an append that is answered already runs where it is chained.
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
    void each_commit_is_chained_to_the_one_before() {
        var first = appended(log, command("one", admitted(ANNE)));
        var second = appended(log, command("two", admitted(ANNE)));

        assertThat(first.previousHash()).isEqualTo(Head.empty().hash());
        assertThat(second.previousHash()).isEqualTo(first.hash());
        assertThat(HashChain.verify(log)).isEqualTo(new ChainVerification.Whole(second.asHead()));
    }
}
