package org.parcours.command.journey.decision;

import org.parcours.events.EventId;
import org.parcours.events.PatientId;

/** Where new ids come from; decisions make none themselves. */
public interface IdGenerator {

    EventId nextEvent();

    PatientId nextPatient();
}
