package org.parcours.command.checkpoint;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.parcours.command.eventlog.CommitLog;

/** Checkpoints for tests of other rooms. */
public final class Checkpointing {

    private Checkpointing() {}

    /** What a service does at its end. */
    public static void shutDown(CommitLog log, Path key, Consumer<String> line) {
        var settings = new CheckpointSettings(true, key, 1000, Duration.ofMinutes(15));
        new Checkpoints(
                        log,
                        SigningKey.in(key),
                        settings,
                        checkpoint -> line.accept(new CheckpointJson().write(checkpoint)),
                        Clock.systemUTC())
                .close();
    }

    /** @return the public key's file */
    public static Path newKey(Path file) {
        SigningKey.in(file);
        return SigningKey.publicFile(file);
    }
}
