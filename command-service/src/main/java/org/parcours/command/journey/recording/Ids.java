package org.parcours.command.journey.recording;

import org.parcours.events.EventId;
import org.parcours.events.PatientId;

/** Where new ids come from; decisions make none themselves. */
public interface Ids {

    EventId nextEvent();

    PatientId nextPatient();
}
