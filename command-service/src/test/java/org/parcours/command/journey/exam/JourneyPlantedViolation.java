package org.parcours.command.journey.exam;

import org.axonframework.messaging.eventstreaming.Tag;
import org.parcours.command.eventlog.CommitLog;
import org.parcours.command.journey.letter.LetterCorrectionDecider;

/** Violates architecture rules, so that {@code ArchitectureTest} can prove that it detects violations. */
public final class JourneyPlantedViolation {

    LetterCorrectionDecider letterDecider;
    CommitLog commitLog;
    Tag axonTag;
    java.time.Clock clock = java.time.Clock.systemUTC();
}
