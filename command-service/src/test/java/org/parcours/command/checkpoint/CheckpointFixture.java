package org.parcours.command.checkpoint;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.parcours.command.eventlog.CommitLog;

/** Creates checkpoints and keys for tests of other packages. */
public final class CheckpointFixture {

    private CheckpointFixture() {}

    /** Signs and writes a checkpoint as a service does at shutdown. */
    public static void signAtShutdown(CommitLog log, Path key, Consumer<String> line) {
        var properties = new CheckpointProperties(true, key, 1000, Duration.ofMinutes(15));
        new PeriodicCheckpointSigner(
                        log,
                        CheckpointKeyPair.loadOrCreate(key),
                        properties,
                        checkpoint -> line.accept(new CheckpointJsonCodec().write(checkpoint)),
                        Clock.systemUTC())
                .close();
    }

    /** @return the file of the public key */
    public static Path createKey(Path file) {
        CheckpointKeyPair.loadOrCreate(file);
        return CheckpointKeyPair.publicKeyFile(file);
    }
}
