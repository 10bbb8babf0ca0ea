package org.parcours.standalone.demo.source;

import java.time.Instant;

/**
 * Id and times of one message.
 *
 * @param isMigration the message is part of the demo's history and declares itself a migration, so it is not late
 */
record MessageMetadata(String messageId, Instant occurredAt, Instant reportedAt, boolean isMigration) {}
