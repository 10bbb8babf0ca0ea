package org.parcours.command.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.BRUNO;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.discharged;
import static org.parcours.command.eventlog.EventLogFixtures.id;
import static org.parcours.command.eventlog.EventLogFixtures.verifyChain;
import static org.parcours.command.eventlog.EventLogFixtures.withTags;
import static org.parcours.command.eventlog.engine.FaultyCommitStore.INSERT_FAILED;
import static org.parcours.command.eventlog.engine.FaultyCommitStore.REPLY_LOST;
import static org.parcours.command.eventlog.engine.FaultyCommitStore.REQUEST_LOST;
import static org.parcours.command.eventlog.engine.FaultyCommitStore.STOPPED_AFTER_ONE;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.AppendOutcome.Conflicted;
import org.parcours.command.eventlog.Commit;
import org.parcours.command.eventlog.CommitCondition;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.CorruptLogException;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.chain.ChainVerificationResult;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.store.Database;

/** Log rules 2, 3, 5 and 7 while the store fails, and decisions on groups; without threads. */
class OptimisticGroupAppenderTest {

    /** A time source whose time passes only by sleeping. */
    private static final class FakeBackoffTimer implements RetryClock {
        private long nanos;

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public void sleepWithJitter(Duration maxDuration) {
            nanos += maxDuration.toNanos();
        }
    }

    @TempDir
    Path directory;

    private Database database;
    private JdbcCommitStore jdbcStore;
    private FaultyCommitStore store;
    private OptimisticGroupAppender appender;
    private OptimisticGroupAppender otherAppender;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:sqlite:" + directory.resolve("log.db"));
        jdbcStore = new JdbcCommitStore(database, () -> {});
        store = new FaultyCommitStore(jdbcStore);
        appender = appender(store);
        otherAppender = appender(jdbcStore);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static OptimisticGroupAppender appender(CommitStore store) {
        var settings = EventLogFixtures.smallLimits(1000, 5, 10, Duration.ofSeconds(10));
        return new OptimisticGroupAppender(store, settings, Clock.systemUTC(), new FakeBackoffTimer());
    }

    // -- time

    @Test
    void a_log_time_far_ahead_of_the_clock_is_named_and_kept() {
        Instant ahead = Instant.now().plus(Duration.ofDays(2));
        var settings = EventLogFixtures.smallLimits(1000, 5, 10, Duration.ofSeconds(10));
        Clock wrongClock = Clock.fixed(ahead, ZoneOffset.UTC);
        new OptimisticGroupAppender(jdbcStore, settings, wrongClock, new FakeBackoffTimer())
                .append(List.of(command("one", admitted(ANNE))));

        var later = appender(jdbcStore);
        var outcome = later.append(List.of(command("two", admitted(BRUNO)))).getFirst();

        assertThat(commit(outcome).recordedAt()).isEqualTo(ahead.truncatedTo(ChronoUnit.MICROS));
        assertThat(later.knownHead().implausibleLead(Instant.now()))
                .hasValueSatisfying(lead -> assertThat(lead).isGreaterThan(Duration.ofDays(1)));
        assertThat(later.knownHead().implausibleLead(ahead.minusSeconds(1800))).isEmpty();
    }

    // -- groups

    @Test
    void requests_of_a_group_are_decided_in_order_and_conflict_individually() {
        var outcomes = appender.append(List.of(
                command("one", new CommitCondition(withTags(ANNE), 0), admitted(ANNE)),
                command("two", new CommitCondition(withTags(ANNE), 0), admitted(ANNE)),
                command("three", new CommitCondition(withTags(BRUNO), 0), admitted(BRUNO)),
                command("one", new CommitCondition(withTags(ANNE), 0), admitted(ANNE))));

        assertThat(outcomes.get(0)).isInstanceOf(Appended.class);
        assertThat(outcomes.get(1)).isEqualTo(new Conflicted(1));
        assertThat(outcomes.get(2)).isInstanceOf(Appended.class);
        assertThat(outcomes.get(3)).isEqualTo(new AlreadyAppended(commit(outcomes.get(0))));
        assertThat(store.insertAttempts()).hasSize(1);
        assertThatLogIs("one", "three");
    }

    @Test
    void a_request_that_conflicts_causes_no_further_conflict() {
        appender.append(List.of(command("one", admitted(ANNE))));

        var outcomes = appender.append(List.of(
                command("two", new CommitCondition(withTags(ANNE), 0), discharged(BRUNO)),
                command("three", new CommitCondition(withTags(BRUNO), 0), admitted(BRUNO))));

        assertThat(outcomes.get(0)).isEqualTo(new Conflicted(1));
        assertThat(outcomes.get(1)).isInstanceOf(Appended.class);
    }

    @Test
    void a_request_in_conflict_with_one_that_lost_its_slot_is_decided_again() {
        // The group is [one, two]; two conflicts with one only. Another writer appends an event that one conflicts
        // with.
        otherAppender.append(List.of(command("foreign", discharged(ANNE))));

        var outcomes = appender.append(List.of(
                command("one", new CommitCondition(withTags(ANNE), 0), admitted(BRUNO)),
                command("two", new CommitCondition(withTags(BRUNO), 0), admitted(BRUNO))));

        assertThat(outcomes.get(0)).isEqualTo(new Conflicted(1));
        assertThat(outcomes.get(1)).isInstanceOf(Appended.class);
        assertThatLogIs("foreign", "two");
    }

    @Test
    void conditions_older_than_the_recent_events_are_checked_in_the_store() {
        for (int i = 1; i <= 30; i++) {
            appender.append(List.of(command("c" + i, admitted(i == 3 ? ANNE : BRUNO))));
        }

        assertThat(appender.append(List.of(command("old", new CommitCondition(withTags(ANNE), 2), admitted(ANNE)))))
                .containsExactly(new Conflicted(3));
        assertThat(appender.append(List.of(command("new", new CommitCondition(withTags(ANNE), 3), admitted(ANNE)))))
                .hasOnlyElementsOfType(Appended.class);
    }

    @Test
    void a_writer_far_behind_the_others_catches_up() {
        for (int i = 1; i <= 23; i++) {
            otherAppender.append(List.of(command("c" + i, admitted(i == 20 ? ANNE : BRUNO))));
        }

        assertThat(appender.append(List.of(command("late", new CommitCondition(withTags(ANNE), 0), admitted(ANNE)))))
                .containsExactly(new Conflicted(20));
        assertThat(appender.append(List.of(command("after", new CommitCondition(withTags(ANNE), 20), admitted(ANNE)))))
                .hasOnlyElementsOfType(Appended.class);
        assertThat(HashChain.verify(jdbcStore.commits(0, 100).stream()))
                .isInstanceOf(ChainVerificationResult.Intact.class);
    }

    @Test
    void a_store_that_stops_in_the_middle_of_a_group_loses_and_repeats_nothing() {
        store.injectNext(STOPPED_AFTER_ONE, STOPPED_AFTER_ONE);

        var outcomes = appender.append(List.of(
                command("one", admitted(ANNE)), command("two", admitted(ANNE)), command("three", admitted(ANNE))));

        assertThat(outcomes).hasOnlyElementsOfType(Appended.class);
        assertThatLogIs("one", "two", "three");
    }

    // -- unknown outcomes

    @Test
    void a_lost_reply_is_resolved_by_retrying() {
        store.injectNext(REPLY_LOST);

        assertThat(appender.append(List.of(command("one", admitted(ANNE))))).hasOnlyElementsOfType(Appended.class);
        assertThatLogIs("one");
    }

    @Test
    void a_lost_request_is_sent_again_for_the_same_slot() {
        store.injectNext(REQUEST_LOST, INSERT_FAILED, REQUEST_LOST);

        assertThat(appender.append(List.of(command("one", admitted(ANNE))))).hasOnlyElementsOfType(Appended.class);
        assertThat(store.insertAttempts())
                .hasSize(4)
                .containsOnly(store.insertAttempts().getFirst());
        assertThatLogIs("one");
    }

    @Test
    void a_lost_request_whose_slot_another_writer_took_is_decided_again() {
        store.injectNext((delegate, commits) -> {
            otherAppender.append(List.of(command("foreign", admitted(ANNE))));
            return REQUEST_LOST.apply(delegate, commits);
        });

        assertThat(appender.append(List.of(command("one", new CommitCondition(withTags(ANNE), 0), admitted(ANNE)))))
                .containsExactly(new Conflicted(1));
        assertThatLogIs("foreign");
    }

    @Test
    void a_write_that_arrives_after_its_retry_was_sent_is_recorded_once() {
        var late = new java.util.ArrayList<Commit>();
        store.injectNext(
                (delegate, commits) -> {
                    late.addAll(commits);
                    return REQUEST_LOST.apply(delegate, commits);
                },
                (delegate, commits) -> {
                    delegate.insert(late);
                    return delegate.insert(commits);
                });

        assertThat(appender.append(List.of(command("one", admitted(ANNE))))).hasOnlyElementsOfType(Appended.class);
        assertThatLogIs("one");
    }

    @Test
    void nothing_else_is_written_while_a_group_is_in_doubt() {
        IntStream.range(0, 10_000).forEach(i -> store.injectNext(REQUEST_LOST));

        assertThatThrownBy(() -> appender.append(List.of(command("one", admitted(ANNE)))))
                .isInstanceOf(LogUnavailableException.class);
        assertThat(appender.isInDoubt()).isTrue();
        assertThatThrownBy(() -> appender.append(List.of(command("two", admitted(ANNE)))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(appender::resolveInDoubt).isInstanceOf(LogUnavailableException.class);
        assertThat(appender.isInDoubt()).isTrue();

        store.heal();
        appender.resolveInDoubt();

        assertThat(appender.isInDoubt()).isFalse();
        assertThat(appender.append(List.of(command("one", admitted(ANNE)), command("two", admitted(ANNE)))))
                .satisfiesExactly(one -> assertThat(one).isInstanceOf(AlreadyAppended.class), two -> assertThat(two)
                        .isInstanceOf(Appended.class));
        assertThatLogIs("one", "two");
    }

    @Test
    void a_group_stays_in_doubt_while_the_slot_cannot_be_read() {
        store.injectNext(REPLY_LOST, (delegate, commits) -> {
            store.failReads();
            return delegate.insert(commits);
        });

        assertThatThrownBy(() -> appender.append(List.of(command("one", admitted(ANNE)))))
                .isInstanceOf(LogUnavailableException.class);
        assertThat(appender.isInDoubt()).isTrue();
        store.heal();
        appender.resolveInDoubt();
        assertThat(appender.knownHead().sequence()).isEqualTo(1);
    }

    @Test
    void a_failed_insert_leaves_no_group_in_doubt() {
        IntStream.range(0, 10_000).forEach(i -> store.injectNext(INSERT_FAILED));

        assertThatThrownBy(() -> appender.append(List.of(command("one", admitted(ANNE)))))
                .isInstanceOf(LogUnavailableException.class);
        assertThat(appender.isInDoubt()).isFalse();
        store.heal();
        appender.append(List.of(command("two", admitted(ANNE))));
        assertThatLogIs("two");
    }

    // -- a store with another content than this process has read

    @Test
    void a_log_that_was_reset_while_the_process_runs_gets_no_gap() {
        appender.append(List.of(command("one", admitted(ANNE)), command("two", admitted(ANNE))));
        database.write(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate("DELETE FROM log_commit WHERE sequence = 2");
            }
        });

        assertThatThrownBy(() -> appender.append(List.of(command("three", admitted(ANNE)))))
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("reset or restored");
        assertThatLogIs("one");
    }

    @Test
    void a_log_with_another_history_is_not_continued() {
        appender.append(List.of(command("one", admitted(ANNE))));
        database.write(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate("DELETE FROM log_commit")
                        + statement.executeUpdate("DELETE FROM log_event_tag");
            }
        });
        appender(jdbcStore).append(List.of(command("a", admitted(ANNE)), command("b", admitted(ANNE))));

        assertThatThrownBy(() -> appender.append(List.of(command("two", admitted(ANNE)))))
                .isInstanceOf(CorruptLogException.class);
    }

    @Test
    void a_gap_between_commits_is_reported_as_corruption() {
        appender.append(List.of(
                command("one", admitted(ANNE)), command("two", admitted(ANNE)), command("three", admitted(ANNE))));
        database.write(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate("DELETE FROM log_commit WHERE sequence = 2");
            }
        });

        try (CommitLog log = new GroupCommitLog(
                new JdbcCommitStore(database, () -> {}),
                EventLogFixtures.smallLimits(1000, 5, 10, Duration.ofSeconds(1)),
                Clock.systemUTC())) {
            assertThatThrownBy(() -> log.commits(0, 10))
                    .isInstanceOfSatisfying(CorruptLogException.class, corrupt -> assertThat(corrupt.sequence())
                            .isEqualTo(2));
            assertThat(verifyChain(log))
                    .isInstanceOfSatisfying(
                            ChainVerificationResult.Broken.class,
                            broken -> assertThat(broken.sequence()).isEqualTo(2));
        }
    }

    private void assertThatLogIs(String... commands) {
        var delegate = jdbcStore.commits(0, 1000);
        assertThat(delegate)
                .extracting(Commit::id)
                .containsExactlyElementsOf(
                        List.of(commands).stream().map(EventLogFixtures::id).toList());
        assertThat(HashChain.verify(delegate.stream())).isInstanceOf(ChainVerificationResult.Intact.class);
        assertThat(delegate.getFirst().id()).isEqualTo(id(commands[0]));
    }

    private static Commit commit(AppendOutcome outcome) {
        return ((Appended) outcome).commit();
    }
}
