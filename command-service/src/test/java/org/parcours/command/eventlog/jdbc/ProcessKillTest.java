package org.parcours.command.eventlog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.id;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.AppendOutcome;
import org.parcours.command.eventlog.AppendOutcome.AlreadyAppended;
import org.parcours.command.eventlog.AppendOutcome.Appended;
import org.parcours.command.eventlog.CommitId;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.LogUnavailableException;
import org.parcours.command.eventlog.chain.ChainVerificationResult;
import org.parcours.command.eventlog.chain.HashChain;
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.LocalPostgres;

/** Rule 11, as far as a test can go without pulling the plug: processes are killed for real. */
class ProcessKillTest {

    private static final int KILLS = Integer.getInteger("kills", 3);

    @TempDir
    Path directory;

    @Test
    void what_sqlite_acknowledged_survives_the_writers_death() throws Exception {
        killWritersOf("jdbc:sqlite:" + directory.resolve("log.db"));
    }

    @Test
    void what_postgresql_acknowledged_survives_the_writers_death() throws Exception {
        killWritersOf(LocalPostgres.shared().newDatabase());
    }

    @Test
    void what_postgresql_acknowledged_survives_its_own_death_and_the_writer_goes_on() throws Exception {
        var server = LocalPostgres.withSettings();
        var acknowledged = new ConcurrentHashMap<CommitId, Long>();
        var firstHundred = new CountDownLatch(100);
        int threads = 4;
        int appendsPerThread = 100;
        try (var log = CommitLogFactory.open(server.newDatabase(), EventLogSettings.defaults(), Clock.systemUTC())) {
            try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int thread = 0; thread < threads; thread++) {
                    var name = "t" + thread;
                    pool.submit(() -> {
                        for (int i = 0; i < appendsPerThread; i++) {
                            var id = name + "/" + i;
                            acknowledged.put(id(id), sequence(appendUntilAvailable(log, id)));
                            firstHundred.countDown();
                        }
                    });
                }
                assertThat(firstHundred.await(60, TimeUnit.SECONDS)).isTrue();
                server.crashAndRestart();
            }
            assertThat(acknowledged).hasSize(threads * appendsPerThread);
            assertContains(log, acknowledged);
            assertThat(log.head().sequence()).isEqualTo(threads * appendsPerThread);
        } finally {
            server.stop();
        }
    }

    private static AppendOutcome appendUntilAvailable(CommitLog log, String command) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return append(log, command(command, admitted(ANNE)));
            } catch (LogUnavailableException e) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    private static long sequence(AppendOutcome outcome) {
        return switch (outcome) {
            case Appended appended -> appended.commit().sequence();
            case AlreadyAppended again -> again.commit().sequence();
            case AppendOutcome.Conflicted conflicted -> throw new AssertionError(conflicted);
        };
    }

    private void killWritersOf(String url) throws IOException, InterruptedException {
        var acknowledged = new HashMap<CommitId, Long>();
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledged.putAll(killAfter(40 * kill + 7, url, "k" + kill));
            try (var log = CommitLogFactory.open(url, EventLogSettings.defaults(), Clock.systemUTC())) {
                assertContains(log, acknowledged);
                assertThat(append(log, command("between " + kill, admitted(ANNE))))
                        .isInstanceOf(Appended.class);
            }
        }
    }

    /** @return what the killed process had acknowledged */
    private Map<CommitId, Long> killAfter(int acknowledgements, String url, String name)
            throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var process = new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        AppendingProcess.class.getName(),
                        url,
                        name)
                .redirectErrorStream(true)
                .start();
        var acknowledged = new HashMap<CommitId, Long>();
        var output = new StringBuilder();
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                var words = line.split(" ");
                // The last line may be cut off in its middle.
                if (words.length == 3 && words[0].equals("ack")) {
                    acknowledged.put(id(words[1]), Long.parseLong(words[2]));
                }
                if (acknowledged.size() == acknowledgements) {
                    process.toHandle().destroyForcibly(); // kill -9, and what it printed before can still be read
                }
            }
        }
        process.waitFor();
        assertThat(acknowledged).as(output.toString()).hasSizeGreaterThanOrEqualTo(acknowledgements);
        return acknowledged;
    }

    private static void assertContains(CommitLog log, Map<CommitId, Long> acknowledged) {
        assertThat(HashChain.verify(log)).isEqualTo(new ChainVerificationResult.Intact(log.head()));
        var stored = new HashMap<CommitId, Long>();
        var duplicates = new HashSet<CommitId>();
        for (long sequence = 0; ; ) {
            var page = log.commits(sequence, 1000);
            for (var commit : page) {
                if (stored.put(commit.id(), commit.sequence()) != null) {
                    duplicates.add(commit.id());
                }
            }
            if (page.size() < 1000) {
                break;
            }
            sequence = page.getLast().sequence();
        }
        assertThat(duplicates).isEmpty();
        assertThat(stored).containsAllEntriesOf(acknowledged);
    }
}
