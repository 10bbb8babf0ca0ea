package org.parcours.command.eventlog.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.engine.FaultyCommitStore.INSERT_FAILED;
import static org.parcours.command.eventlog.engine.FaultyCommitStore.REQUEST_LOST;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.AppendStatus;
import org.parcours.command.eventlog.EventLogFixtures;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.jdbc.JdbcCommitStore;
import org.parcours.command.store.Database;

class AppendStatusTest {

    @TempDir
    private Path directory;

    private Database database;
    private FaultyCommitStore store;
    private GroupCommitLog log;

    @BeforeEach
    void open() {
        database = Database.open("jdbc:sqlite:" + directory.resolve("log.db"));
        store = new FaultyCommitStore(new JdbcCommitStore(database, database::close));
        log = new GroupCommitLog(
                store, EventLogFixtures.smallLimits(1000, 5, 10, Duration.ofMillis(50)), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.heal();
        log.close();
    }

    @Test
    void a_log_that_nothing_was_appended_to_is_available_and_has_no_trace_of_the_check() {
        assertThat(log.appendStatus()).isEqualTo(new AppendStatus.Available());
        assertThat(database.query(row -> row.getLong(1), "SELECT count(*) FROM write_probe"))
                .containsExactly(0L);
    }

    @Test
    void a_thread_that_died_stops_the_log_and_every_append_fails_at_once() {
        store.injectNext((_, _) -> {
            throw new LinkageError("as thrown while a group is written");
        });
        assertThatThrownBy(() -> append(log, command("one", admitted(ANNE))))
                .isInstanceOf(LogUnavailableException.class);

        // Else Awaitility throws here what the thread died of.
        await().dontCatchUncaughtExceptions().untilAsserted(() -> assertThat(log.appendStatus())
                .isInstanceOfSatisfying(AppendStatus.Stopped.class, stopped -> assertThat(stopped.cause())
                        .contains("LinkageError")));
        assertThatThrownBy(() -> append(log, command("two", admitted(ANNE))))
                .isInstanceOf(LogUnavailableException.class);
    }

    @Test
    void a_store_that_rejects_writes_is_failing_with_its_reason() {
        IntStream.range(0, 100_000).forEach(_ -> store.injectNext(INSERT_FAILED));
        assertThatThrownBy(() -> append(log, command("one", admitted(ANNE))))
                .isInstanceOf(LogUnavailableException.class);

        assertThat(log.appendStatus()).isEqualTo(new AppendStatus.Failing("disk full"));
    }

    @Test
    void the_log_is_available_again_after_an_append() {
        store.injectNext(INSERT_FAILED);
        append(log, command("one", admitted(ANNE)));

        assertThat(log.appendStatus()).isEqualTo(new AppendStatus.Available());
    }

    @Test
    void a_write_that_does_not_end_blocks_the_log() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        store.injectNext((delegate, commits) -> {
            reached.countDown();
            awaitUninterruptibly(release);
            return delegate.insert(commits);
        });
        var append = log.append(command("one", admitted(ANNE)));
        assertThat(reached.await(10, TimeUnit.SECONDS)).isTrue();

        await().untilAsserted(() -> assertThat(log.appendStatus()).isInstanceOf(AppendStatus.Blocked.class));
        release.countDown();
        append.join();
        await().untilAsserted(() -> assertThat(log.appendStatus()).isEqualTo(new AppendStatus.Available()));
    }

    @Test
    void a_group_in_doubt_blocks_the_log() {
        IntStream.range(0, 100_000).forEach(_ -> store.injectNext(REQUEST_LOST));
        assertThatThrownBy(() -> append(log, command("one", admitted(ANNE))))
                .isInstanceOf(LogUnavailableException.class);

        await().untilAsserted(() -> assertThat(log.appendStatus()).isInstanceOf(AppendStatus.Blocked.class));
    }

    @Test
    void a_full_disk_is_found_without_an_append() {
        // In this connection, which is the only one that writes, no page can be added to the file.
        database.write(connection -> Database.query(connection, row -> row, "PRAGMA max_page_count = 1"));

        assertThat(log.appendStatus())
                .isInstanceOfSatisfying(AppendStatus.Failing.class, failing -> assertThat(failing.cause())
                        .contains("full"));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
