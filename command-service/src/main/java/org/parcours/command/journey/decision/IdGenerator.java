package org.parcours.command.journey.decision;

import org.parcours.events.EventId;
import org.parcours.events.PatientId;

/** Generates ids; deciders are pure and generate none. */
public interface IdGenerator {

    EventId nextEvent();

    PatientId nextPatient();
}
