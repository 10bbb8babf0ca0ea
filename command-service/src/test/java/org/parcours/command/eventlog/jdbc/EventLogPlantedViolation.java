package org.parcours.command.eventlog.jdbc;

import org.bson.Document;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Event;

/** Violates the dependency rules, so that {@code ArchitectureTest} can show that it detects violations. */
public final class EventLogPlantedViolation {

    ParsedMessage parsedMessage;
    Event event;
    Document mongoDocument;
}
