package org.parcours.command.eventlog.jdbc;

import org.bson.Document;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Event;

/** Breaks the rules of the house, so that {@code HouseRulesTest} can show that it would notice. */
public final class PlantedViolation {

    ParsedMessage somebodyElsesBusiness;
    Event notBytes;
    Document anotherAdaptersDatabase;
}
