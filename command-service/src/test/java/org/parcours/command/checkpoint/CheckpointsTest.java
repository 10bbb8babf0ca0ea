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

class CheckpointsTest {

    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path directory;

    private final BlockingQueue<Checkpoint> kept = new LinkedBlockingQueue<>();
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

    private Checkpoints checkpoints(long commits, Duration interval, Consumer<Checkpoint> keeper) {
        var settings = new CheckpointSettings(true, directory.resolve("key.pem"), commits, interval);
        return new Checkpoints(log, SigningKey.in(settings.key()), settings, keeper, Clock.systemUTC());
    }

    private void grow(int from, int to) {
        for (int i = from; i <= to; i++) {
            append(log, command("c" + i, admitted(ANNE)));
        }
    }

    private Checkpoint next() throws InterruptedException {
        var checkpoint = kept.poll(20, TimeUnit.SECONDS);
        assertThat(checkpoint).isNotNull();
        return checkpoint;
    }

    @Test
    void the_end_of_the_log_is_signed_after_so_many_commits_and_when_the_service_ends() throws Exception {
        try (var checkpoints = checkpoints(10, NEVER, kept::add)) {
            grow(1, 10);
            var first = next();
            assertThat(first.head()).isEqualTo(log.head());
            assertThat(first.log()).isEqualTo(log.commits(0, 1).getFirst().hash());
            assertThat(first.reason()).isEqualTo(Reason.PERIODIC);
            assertThat(first.isSignedBy(SigningKey.readPublic(directory.resolve("key.pub.pem"))))
                    .isTrue();
            grow(11, 13);
        }
        var last = next();
        assertThat(last.head()).isEqualTo(log.head());
        assertThat(last.reason()).isEqualTo(Reason.SHUTDOWN);
        assertThat(kept).isEmpty();
    }

    @Test
    void the_end_of_the_log_is_signed_after_so_long_where_it_has_grown() throws Exception {
        try (var checkpoints = checkpoints(1000, Duration.ofMillis(50), kept::add)) {
            Thread.sleep(200);
            assertThat(kept).isEmpty();
            grow(1, 1);
            assertThat(next().head().sequence()).isEqualTo(1);
        }
    }

    @Test
    void what_is_recorded_as_soon_as_it_has_started_is_signed() throws Exception {
        log = slowToListen(log);
        try (var checkpoints = checkpoints(1, NEVER, kept::add)) {
            grow(1, 1);

            assertThat(next().head().sequence()).isEqualTo(1);
        }
    }

    /** The log, of which it takes a while until somebody hears. */
    private static CommitLog slowToListen(CommitLog log) {
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
        checkpoints(1, NEVER, kept::add).close();

        assertThat(kept).isEmpty();
    }

    @Test
    void a_keeper_that_fails_holds_nothing_up() throws Exception {
        try (var checkpoints = checkpoints(1, NEVER, checkpoint -> {
            kept.add(checkpoint);
            throw new IllegalStateException("Kafka is away");
        })) {
            grow(1, 1);
            next();
            grow(2, 2);
            assertThat(next().head().sequence()).isEqualTo(2);
        }
    }

    @Test
    void a_checkpoint_comes_back_from_its_line() throws Exception {
        grow(1, 3);
        checkpoints(1000, NEVER, kept::add).close();
        var json = new CheckpointJson();

        var checkpoint = next();
        assertThat(json.read(json.write(checkpoint))).isEqualTo(checkpoint);
        assertThatThrownBy(() -> json.read("{\"log\": \"00\"}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> json.read("no JSON")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_key_is_made_once_for_its_owner_alone_and_kept() throws IOException {
        var key = directory.resolve("keys/key.pem");
        SigningKey.in(key);
        var made = Files.readString(key);
        SigningKey.in(key);

        assertThat(Files.readString(key)).isEqualTo(made).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void keys_that_are_no_pair_or_half_of_one_are_refused() throws IOException {
        var one = directory.resolve("one.pem");
        var other = directory.resolve("other.pem");
        SigningKey.in(one);
        SigningKey.in(other);
        Files.copy(
                directory.resolve("one.pub.pem"),
                directory.resolve("other.pub.pem"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> SigningKey.in(other)).hasMessageContaining("not a pair");
        Files.delete(directory.resolve("one.pub.pem"));
        assertThatThrownBy(() -> SigningKey.in(one)).hasMessageContaining("openssl pkey");
    }
}
