package org.parcours.command.quarantine;

import java.time.Instant;

/**
 * The open messages of one sender with the same code and field.
 *
 * @param deliveries how often the messages were received, repeated deliveries included
 */
public record RejectionGroup(
        String sender,
        String code,
        String field,
        long messages,
        long deliveries,
        Instant firstReceivedAt,
        Instant lastReceivedAt) {}
