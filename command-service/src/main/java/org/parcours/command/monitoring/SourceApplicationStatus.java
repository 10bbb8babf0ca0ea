package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * @param configured whether a file in {@code parcours.applications.folder} defines it
 * @param lastReceivedAt empty where no message was received yet
 * @param usualSilence its silence baseline at this hour of the week; empty while there is none
 * @param messagesPerMinute over the last five minutes
 */
public record SourceApplicationStatus(
        String application,
        boolean configured,
        List<String> feeds,
        ApplicationState state,
        Optional<Instant> lastReceivedAt,
        Optional<Duration> usualSilence,
        double messagesPerMinute,
        OutcomeCounts last24Hours,
        long quarantined) {

    public enum ApplicationState {
        /** Silent for longer than its baseline tolerates. */
        SILENT,
        /** Configured by a file; no message was received yet. */
        NEVER_SEEN,
        /** Silent now; there is no baseline yet. */
        NO_BASELINE,
        /** Silent now, no longer than its baseline tolerates. */
        QUIET,
        /** A message was received within the last five minutes. */
        ACTIVE
    }
}
