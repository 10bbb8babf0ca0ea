package org.parcours.command.checkpoint;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.parcours.command.eventlog.CommitLog;

/** Checkpoints for tests of other rooms. */
public final class CheckpointFixture {

    private CheckpointFixture() {}

    /** What a service does at its end. */
    public static void signAtShutdown(CommitLog log, Path key, Consumer<String> line) {
        var properties = new CheckpointProperties(true, key, 1000, Duration.ofMinutes(15));
        new CheckpointSigner(
                        log,
                        SigningKey.loadOrCreate(key),
                        properties,
                        checkpoint -> line.accept(new CheckpointJsonCodec().write(checkpoint)),
                        Clock.systemUTC())
                .close();
    }

    /** @return the public key's file */
    public static Path createKey(Path file) {
        SigningKey.loadOrCreate(file);
        return SigningKey.publicKeyFile(file);
    }
}
