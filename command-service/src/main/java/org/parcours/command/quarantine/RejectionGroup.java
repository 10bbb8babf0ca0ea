package org.parcours.command.quarantine;

import java.time.Instant;

/**
 * Open messages of one sender that were refused for one reason.
 *
 * @param messages how many are kept
 * @param deliveries how often they came, the same one more than once included
 * @param firstReceivedAt when the first of them was received
 * @param lastReceivedAt when one of them was received last
 */
public record RejectionGroup(
        String sender,
        String code,
        String field,
        long messages,
        long deliveries,
        Instant firstReceivedAt,
        Instant lastReceivedAt) {}
