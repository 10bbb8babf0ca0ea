package org.parcours.command.monitoring;

import java.time.Instant;

/**
 * A field that messages of an application contain and that Parcours does not read (rule 8).
 *
 * @param path such as {@code NTE-3}, of every repetition
 * @param messages how many recorded messages contain it
 * @param exampleMessageId the id of the last of them
 */
public record UnreadField(
        String application,
        String path,
        long messages,
        Instant firstReceivedAt,
        Instant lastReceivedAt,
        String exampleMessageId) {

    UnreadField plus(UnreadField other) {
        boolean newer = other.lastReceivedAt.isAfter(lastReceivedAt);
        return new UnreadField(
                application,
                path,
                messages + other.messages,
                other.firstReceivedAt.isBefore(firstReceivedAt) ? other.firstReceivedAt : firstReceivedAt,
                newer ? other.lastReceivedAt : lastReceivedAt,
                newer ? other.exampleMessageId : exampleMessageId);
    }
}
