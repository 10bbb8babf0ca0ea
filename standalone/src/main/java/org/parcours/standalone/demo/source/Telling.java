package org.parcours.standalone.demo.source;

import java.time.Instant;

/** The moment of one message. */
record Telling(String messageId, Instant occurredAt, Instant toldAt) {}
