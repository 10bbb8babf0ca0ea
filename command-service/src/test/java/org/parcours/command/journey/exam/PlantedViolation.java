package org.parcours.command.journey.exam;

import org.axonframework.messaging.eventstreaming.Tag;
import org.parcours.command.journey.letter.RecordLetter;
import org.parcours.command.log.CommitLog;

/** Breaks the rules of the house, so that {@code HouseRulesTest} can show that it would notice. */
public final class PlantedViolation {

    RecordLetter anotherStep;
    CommitLog theLog;
    Tag axon;
    java.time.Clock clock = java.time.Clock.systemUTC();
}
