package org.parcours.command.intake;

/** What came of a message's bytes. */
public sealed interface Understanding permits Report, Refusal, Unmapped {}
