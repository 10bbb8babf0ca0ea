package org.parcours.command.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.eventlog.EventLogFixtures.ANNE;
import static org.parcours.command.eventlog.EventLogFixtures.admitted;
import static org.parcours.command.eventlog.EventLogFixtures.append;
import static org.parcours.command.eventlog.EventLogFixtures.command;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.eventlog.EventLogSettings;
import org.parcours.command.eventlog.chain.SignedCheckpoint;
import org.parcours.command.eventlog.chain.SignedCheckpoint.Reason;
import org.parcours.command.eventlog.factory.CommitLogFactory;

class PeriodicCheckpointSignerTest {

    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final BlockingQueue<SignedCheckpoint> published = new LinkedBlockingQueue<>();
    private CommitLog log;

    @BeforeEach
    void open() {
        log = CommitLogFactory.open(
                "jdbc:sqlite:" + directory.resolve("log.db"), EventLogSettings.defaults(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        log.close();
    }

    private PeriodicCheckpointSigner startSigner(long commits, Duration interval, Consumer<SignedCheckpoint> sink) {
        var properties = new CheckpointProperties(true, directory.resolve("key.pem"), commits, interval);
        return new PeriodicCheckpointSigner(
                log, CheckpointKeyPair.loadOrCreate(properties.key()), properties, sink, Clock.systemUTC());
    }

    private void appendCommits(int from, int to) {
        for (int i = from; i <= to; i++) {
            append(log, command("c" + i, admitted(ANNE)));
        }
    }

    private SignedCheckpoint nextCheckpoint() throws InterruptedException {
        var checkpoint = published.poll(20, TimeUnit.SECONDS);
        assertThat(checkpoint).isNotNull();
        return checkpoint;
    }

    @Test
    void the_head_is_signed_after_a_number_of_commits_and_at_shutdown() throws Exception {
        try (var signer = startSigner(10, NEVER, published::add)) {
            appendCommits(1, 10);
            var first = nextCheckpoint();
            assertThat(first.head()).isEqualTo(log.head());
            assertThat(first.logId()).isEqualTo(log.commits(0, 1).getFirst().hash());
            assertThat(first.reason()).isEqualTo(Reason.PERIODIC);
            assertThat(first.isSignedBy(CheckpointKeyPair.readPublicKey(directory.resolve("key.pub.pem"))))
                    .isTrue();
            appendCommits(11, 13);
        }
        var last = nextCheckpoint();
        assertThat(last.head()).isEqualTo(log.head());
        assertThat(last.reason()).isEqualTo(Reason.SHUTDOWN);
        assertThat(published).isEmpty();
    }

    @Test
    void the_head_is_signed_after_the_interval_if_the_log_has_grown() throws Exception {
        try (var signer = startSigner(1000, Duration.ofMillis(50), published::add)) {
            Thread.sleep(200);
            assertThat(published).isEmpty();
            appendCommits(1, 1);
            assertThat(nextCheckpoint().head().sequence()).isEqualTo(1);
        }
    }

    @Test
    void a_commit_appended_immediately_after_the_start_is_signed() throws Exception {
        log = withSlowSubscription(log);
        try (var signer = startSigner(1, NEVER, published::add)) {
            appendCommits(1, 1);

            assertThat(nextCheckpoint().head().sequence()).isEqualTo(1);
        }
    }

    /** The log, on which a subscription takes a while. */
    private static CommitLog withSlowSubscription(CommitLog log) {
        return (CommitLog) Proxy.newProxyInstance(
                CommitLog.class.getClassLoader(), new Class<?>[] {CommitLog.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("onAppended")) {
                        Thread.sleep(500);
                    }
                    return method.invoke(log, arguments);
                });
    }

    @Test
    void an_empty_log_is_not_signed() {
        startSigner(1, NEVER, published::add).close();

        assertThat(published).isEmpty();
    }

    @Test
    void a_failing_sink_does_not_stop_later_checkpoints() throws Exception {
        try (var signer = startSigner(1, NEVER, checkpoint -> {
            published.add(checkpoint);
            throw new IllegalStateException("Kafka is unavailable");
        })) {
            appendCommits(1, 1);
            nextCheckpoint();
            appendCommits(2, 2);
            assertThat(nextCheckpoint().head().sequence()).isEqualTo(2);
        }
    }

    @Test
    void a_checkpoint_can_be_read_from_its_line() throws Exception {
        appendCommits(1, 3);
        startSigner(1000, NEVER, published::add).close();
        var codec = new CheckpointJsonCodec();

        var checkpoint = nextCheckpoint();
        assertThat(codec.read(codec.write(checkpoint))).isEqualTo(checkpoint);
        assertThatThrownBy(() -> codec.read("{\"log\": \"00\"}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.read("not JSON")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_key_is_created_once_and_readable_by_its_owner_only() throws IOException {
        var key = directory.resolve("keys/key.pem");
        CheckpointKeyPair.loadOrCreate(key);
        var created = Files.readString(key);
        CheckpointKeyPair.loadOrCreate(key);

        assertThat(Files.readString(key)).isEqualTo(created).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void keys_that_do_not_match_and_a_missing_public_key_are_rejected() throws IOException {
        var one = directory.resolve("one.pem");
        var other = directory.resolve("other.pem");
        CheckpointKeyPair.loadOrCreate(one);
        CheckpointKeyPair.loadOrCreate(other);
        Files.copy(
                directory.resolve("one.pub.pem"),
                directory.resolve("other.pub.pem"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> CheckpointKeyPair.loadOrCreate(other)).hasMessageContaining("not a pair");
        Files.delete(directory.resolve("one.pub.pem"));
        assertThatThrownBy(() -> CheckpointKeyPair.loadOrCreate(one)).hasMessageContaining("openssl pkey");
    }
}
