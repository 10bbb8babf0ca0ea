package org.parcours.command.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parcours.command.eventlog.Samples.ANNE;
import static org.parcours.command.eventlog.Samples.admitted;
import static org.parcours.command.eventlog.Samples.append;
import static org.parcours.command.eventlog.Samples.command;

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
import org.parcours.command.eventlog.LogSettings;
import org.parcours.command.eventlog.chain.Checkpoint;
import org.parcours.command.eventlog.chain.Checkpoint.Reason;
import org.parcours.command.eventlog.factory.CommitLogFactory;

class CheckpointSignerTest {

    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final BlockingQueue<Checkpoint> published = new LinkedBlockingQueue<>();
    private CommitLog log;

    @BeforeEach
    void open() {
        log = CommitLogFactory.open(
                "jdbc:sqlite:" + directory.resolve("log.db"), LogSettings.defaults(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        log.close();
    }

    private CheckpointSigner startSigner(long commits, Duration interval, Consumer<Checkpoint> sink) {
        var properties = new CheckpointProperties(true, directory.resolve("key.pem"), commits, interval);
        return new CheckpointSigner(
                log, SigningKey.loadOrCreate(properties.key()), properties, sink, Clock.systemUTC());
    }

    private void appendCommits(int from, int to) {
        for (int i = from; i <= to; i++) {
            append(log, command("c" + i, admitted(ANNE)));
        }
    }

    private Checkpoint nextCheckpoint() throws InterruptedException {
        var checkpoint = published.poll(20, TimeUnit.SECONDS);
        assertThat(checkpoint).isNotNull();
        return checkpoint;
    }

    @Test
    void the_end_of_the_log_is_signed_after_so_many_commits_and_when_the_service_ends() throws Exception {
        try (var signer = startSigner(10, NEVER, published::add)) {
            appendCommits(1, 10);
            var first = nextCheckpoint();
            assertThat(first.head()).isEqualTo(log.head());
            assertThat(first.log()).isEqualTo(log.commits(0, 1).getFirst().hash());
            assertThat(first.reason()).isEqualTo(Reason.PERIODIC);
            assertThat(first.isSignedBy(SigningKey.readPublicKey(directory.resolve("key.pub.pem"))))
                    .isTrue();
            appendCommits(11, 13);
        }
        var last = nextCheckpoint();
        assertThat(last.head()).isEqualTo(log.head());
        assertThat(last.reason()).isEqualTo(Reason.SHUTDOWN);
        assertThat(published).isEmpty();
    }

    @Test
    void the_end_of_the_log_is_signed_after_so_long_where_it_has_grown() throws Exception {
        try (var signer = startSigner(1000, Duration.ofMillis(50), published::add)) {
            Thread.sleep(200);
            assertThat(published).isEmpty();
            appendCommits(1, 1);
            assertThat(nextCheckpoint().head().sequence()).isEqualTo(1);
        }
    }

    @Test
    void what_is_recorded_as_soon_as_it_has_started_is_signed() throws Exception {
        log = withSlowSubscription(log);
        try (var signer = startSigner(1, NEVER, published::add)) {
            appendCommits(1, 1);

            assertThat(nextCheckpoint().head().sequence()).isEqualTo(1);
        }
    }

    /** The log, of which it takes a while until somebody hears. */
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
    void an_empty_log_has_nothing_to_sign() {
        startSigner(1, NEVER, published::add).close();

        assertThat(published).isEmpty();
    }

    @Test
    void a_keeper_that_fails_holds_nothing_up() throws Exception {
        try (var signer = startSigner(1, NEVER, checkpoint -> {
            published.add(checkpoint);
            throw new IllegalStateException("Kafka is away");
        })) {
            appendCommits(1, 1);
            nextCheckpoint();
            appendCommits(2, 2);
            assertThat(nextCheckpoint().head().sequence()).isEqualTo(2);
        }
    }

    @Test
    void a_checkpoint_comes_back_from_its_line() throws Exception {
        appendCommits(1, 3);
        startSigner(1000, NEVER, published::add).close();
        var codec = new CheckpointJsonCodec();

        var checkpoint = nextCheckpoint();
        assertThat(codec.read(codec.write(checkpoint))).isEqualTo(checkpoint);
        assertThatThrownBy(() -> codec.read("{\"log\": \"00\"}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> codec.read("no JSON")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_key_is_made_once_for_its_owner_alone_and_kept() throws IOException {
        var key = directory.resolve("keys/key.pem");
        SigningKey.loadOrCreate(key);
        var created = Files.readString(key);
        SigningKey.loadOrCreate(key);

        assertThat(Files.readString(key)).isEqualTo(created).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void keys_that_are_no_pair_or_half_of_one_are_refused() throws IOException {
        var one = directory.resolve("one.pem");
        var other = directory.resolve("other.pem");
        SigningKey.loadOrCreate(one);
        SigningKey.loadOrCreate(other);
        Files.copy(
                directory.resolve("one.pub.pem"),
                directory.resolve("other.pub.pem"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> SigningKey.loadOrCreate(other)).hasMessageContaining("not a pair");
        Files.delete(directory.resolve("one.pub.pem"));
        assertThatThrownBy(() -> SigningKey.loadOrCreate(one)).hasMessageContaining("openssl pkey");
    }
}
