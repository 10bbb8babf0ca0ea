package org.parcours.command.axon;

import java.time.Duration;

/**
 * @param maxAttempts how often a message whose append conflicts is decided, each time on the newest state
 * @param firstPause the longest pause after the first conflict; it doubles with each, and is drawn at random
 * @param timeLimit after which the sender is asked to send the message again
 * @param maxStreamBytes memory for the long event streams that decisions read repeatedly, and again for decoded events;
 *     0: none
 */
public record RecordCommandSettings(int maxAttempts, Duration firstPause, Duration timeLimit, long maxStreamBytes) {

    public static final RecordCommandSettings DEFAULT =
            new RecordCommandSettings(20, Duration.ofMillis(4), Duration.ofSeconds(30), 64 << 20);
}
