package org.parcours.command.eventlog.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.command;
import static org.parcours.command.eventlog.EventLogFixtures.id;
import static org.parcours.command.eventlog.EventLogFixtures.verifyChain;

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
import org.parcours.command.eventlog.factory.CommitLogFactory;
import org.parcours.command.store.LocalPostgres;

/** Log rule 11, as far as a test without a power cut can show it: processes are killed. */
class ProcessKillTest {

    private static final int KILLS = Integer.getInteger("kills", 3);

    @TempDir
    Path directory;

    @Test
    void sqlite_keeps_acknowledged_commits_when_the_writer_is_killed() throws Exception {
        killWritersOf("jdbc:sqlite:" + directory.resolve("log.db"));
    }

    @Test
    void postgresql_keeps_acknowledged_commits_when_the_writer_is_killed() throws Exception {
        killWritersOf(LocalPostgres.shared().newDatabase());
    }

    @Test
    void postgresql_keeps_acknowledged_commits_when_it_is_killed_and_the_writer_continues() throws Exception {
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

    /** @return the commits that the killed process had acknowledged */
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
                // The last line may be incomplete.
                if (words.length == 3 && words[0].equals("ack")) {
                    acknowledged.put(id(words[1]), Long.parseLong(words[2]));
                }
                if (acknowledged.size() == acknowledgements) {
                    process.toHandle().destroyForcibly(); // kill -9; the earlier output can still be read
                }
            }
        }
        process.waitFor();
        assertThat(acknowledged).as(output.toString()).hasSizeGreaterThanOrEqualTo(acknowledgements);
        return acknowledged;
    }

    private static void assertContains(CommitLog log, Map<CommitId, Long> acknowledged) {
        assertThat(verifyChain(log)).isEqualTo(new ChainVerificationResult.Intact(log.head()));
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
