package org.parcours.command.journey.exam;

import org.axonframework.messaging.eventstreaming.Tag;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.journey.letter.LetterDecider;

/** Breaks the rules of the house, so that {@code HouseRulesTest} can show that it would notice. */
public final class PlantedViolation {

    LetterDecider letterDecider;
    CommitLog commitLog;
    Tag axonTag;
    java.time.Clock clock = java.time.Clock.systemUTC();
}
