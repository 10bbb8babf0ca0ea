package org.parcours.standalone.demo;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * @param historyDuration over how long the history is sent; it takes longer where acknowledgements do
 * @param stateDirectory the folder of {@link PersistedDemoState}
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
