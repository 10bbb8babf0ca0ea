package org.parcours.command.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An application as those see it who run Parcours.
 *
 * @param configured whether it has a file ({@code parcours.applications.folder})
 * @param lastReceivedAt empty where it never said anything
 * @param usualSilence how long it is used to be silent at this hour of the week; empty while that is not known
 * @param messagesPerMinute messages a minute, of the last five
 * @param last24Hours what came of it in the last 24 hours
 * @param quarantined its open messages in quarantine
 */
public record ApplicationStatus(
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
        /** Longer than its own habit. */
        SILENT,
        /** Declared by a file, and never heard. */
        NEVER_SEEN,
        /** It says nothing now, and what is usual is not known yet. */
        NO_BASELINE,
        /** It says nothing now, as usual. */
        QUIET,
        /** Within the last five minutes. */
        ACTIVE
    }
}
