package org.parcours.standalone.demo;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param historyDuration how long the play of the last weeks shall take; it takes longer where answers do
 * @param stateDirectory where the demo remembers what it has told
 */
public record DemoSettings(
        int patients,
        long seed,
        InetSocketAddress mllpAddress,
        URI factsUri,
        Path stateDirectory,
        Duration historyDuration) {

    public static final int PATIENTS = 40;
    public static final long SEED = 1;
    public static final Duration HISTORY_DURATION = Duration.ofSeconds(20);
}
