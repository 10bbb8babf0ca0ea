package org.parcours.command.log.axon;

import java.time.Duration;

/**
 * Limits of a command.
 *
 * @param maxTries how often a report that lost a race is decided again, each time on the newest state
 * @param firstPause the longest pause after the first lost race; it doubles with each, and is drawn at random
 * @param timeLimit after which the sender is told to try again
 * @param maxStreamBytes of memory for the long streams that decisions read again and again; 0: none
 */
public record AxonSettings(int maxTries, Duration firstPause, Duration timeLimit, long maxStreamBytes) {

    public static final AxonSettings DEFAULT =
            new AxonSettings(20, Duration.ofMillis(4), Duration.ofSeconds(30), 64 << 20);
}
