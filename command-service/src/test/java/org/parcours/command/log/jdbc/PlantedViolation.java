package org.parcours.command.log.jdbc;

import org.bson.Document;
import org.parcours.command.intake.Report;
import org.parcours.events.Event;

/** Breaks the rules of the house, so that {@code HouseRulesTest} can show that it would notice. */
public final class PlantedViolation {

    Report somebodyElsesBusiness;
    Event notBytes;
    Document anotherAdaptersDatabase;
}
