package org.parcours.command.processing;

import org.parcours.events.EventId;

/** An event that was recorded, and its position in the log. */
public record EventReceipt(EventId id, long position) {}
