package org.parcours.command.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An application as those see it who run Parcours.
 *
 * @param declared whether it has a file ({@code parcours.applications.folder})
 * @param lastHeard empty where it never said anything
 * @param usualSilence how long it is used to be silent at this hour of the week; empty while that is not known
 * @param perMinute messages a minute, of the last five
 * @param day what came of it in the last 24 hours
 * @param quarantined its open messages in quarantine
 */
public record Watched(
        String application,
        boolean declared,
        List<String> feeds,
        State state,
        Optional<Instant> lastHeard,
        Optional<Duration> usualSilence,
        double perMinute,
        Counts day,
        long quarantined) {

    public enum State {
        /** Longer than its own habit. */
        SILENT,
        /** Declared by a file, and never heard. */
        NEVER,
        /** It says nothing now, and what is usual is not known yet. */
        UNKNOWN,
        /** It says nothing now, as usual. */
        QUIET,
        /** Within the last five minutes. */
        TALKING
    }
}
