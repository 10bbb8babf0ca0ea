package org.parcours.command.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.engine.FaultyCommitStore.REQUEST_LOST;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.store.Database;

/** The outcomes of appends while the store fails. */
class InDoubtAppendTest {

    @TempDir
    Path directory;

    @Test
    void appends_fail_while_a_group_is_in_doubt_and_succeed_afterwards() {
        var database = Database.open("jdbc:sqlite:" + directory.resolve("log.db"));
        var store = new FaultyCommitStore(new JdbcCommitStore(database, database::close));
        var settings = EventLogFixtures.smallLimits(1000, 5, 10, Duration.ofMillis(50));
        try (var log = new GroupCommitLog(store, settings, Clock.systemUTC())) {
            IntStream.range(0, 100_000).forEach(i -> store.injectNext(REQUEST_LOST));
            assertThatThrownBy(() -> append(log, command("one", admitted(ANNE))))
                    .isInstanceOf(LogUnavailableException.class);
            assertThatThrownBy(() -> append(log, command("two", admitted(ANNE))))
                    .isInstanceOf(LogUnavailableException.class);

            synchronized (store) {
                store.heal();
            }

            var outcome = appendUntilAvailable(log, "one");
            assertThat(outcome).isInstanceOf(AppendOutcome.AlreadyAppended.class);
            assertThat(log.head().position()).isEqualTo(1);
        }
    }

    @Test
    void an_append_to_a_full_queue_fails_at_once() throws Exception {
        var database = Database.open("jdbc:sqlite:" + directory.resolve("log.db"));
        var store = new FaultyCommitStore(new JdbcCommitStore(database, database::close));
        var settings = EventLogFixtures.smallLimits(1000, 1, 3, Duration.ofSeconds(10));
        var reached = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        store.injectNext((delegate, commits) -> {
            reached.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return delegate.insert(commits);
        });
        try (var log = new GroupCommitLog(store, settings, Clock.systemUTC())) {
            var first = log.append(command("first", admitted(ANNE)));
            reached.await();
            var queued = IntStream.range(0, 3)
                    .mapToObj(i -> log.append(command("c" + i, admitted(ANNE))))
                    .toList();

            assertThatThrownBy(() -> append(log, command("too many", admitted(ANNE))))
                    .isInstanceOf(LogUnavailableException.class)
                    .hasMessageContaining("Too many");
            release.countDown();
            first.join();
            queued.forEach(outcome -> assertThat(outcome.join()).isInstanceOf(AppendOutcome.Appended.class));
        }
    }

    private static AppendOutcome appendUntilAvailable(GroupCommitLog log, String command) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            try {
                return append(log, command(command, admitted(ANNE)));
            } catch (LogUnavailableException e) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }
}
