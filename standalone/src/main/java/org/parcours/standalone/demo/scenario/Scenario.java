package org.parcours.standalone.demo.scenario;

import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.JourneySimulation;

/** One scripted course of care. */
interface Scenario {

    PatientProfile patientProfile();

    /** The duration in real time, in days. */
    int durationDays();

    /** Whether it starts in the morning, by appointment; an emergency starts at any hour. */
    default boolean isPlanned() {
        return true;
    }

    void play(JourneySimulation journey);
}
