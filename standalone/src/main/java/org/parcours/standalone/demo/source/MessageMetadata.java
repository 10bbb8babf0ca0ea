package org.parcours.standalone.demo.source;

import java.time.Instant;

/**
 * The moment of one message.
 *
 * @param isMigration it comes with the history that the demo brings along: it says so, and is not late
 */
record MessageMetadata(String messageId, Instant occurredAt, Instant reportedAt, boolean isMigration) {}
