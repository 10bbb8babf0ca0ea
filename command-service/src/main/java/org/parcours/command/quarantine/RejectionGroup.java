package org.parcours.command.quarantine;

import java.time.Instant;

/**
 * The open messages of one sender with the same code and field.
 *
 * @param messages how many messages are stored
 * @param deliveries how often they were received, repeated deliveries included
 * @param firstReceivedAt when the first of them was received
 * @param lastReceivedAt when one of them was last received
 */
public record RejectionGroup(
        String sender,
        String code,
        String field,
        long messages,
        long deliveries,
        Instant firstReceivedAt,
        Instant lastReceivedAt) {}
