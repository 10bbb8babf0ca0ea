package org.parcours.standalone.demo.scenario;

import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.JourneySimulation;

/** One course of care, as the applications tell it. */
interface Scenario {

    PatientProfile patientProfile();

    /** How long it is in life, in days: where in it "now" may fall. */
    int durationDays();

    /** Whether it starts in the morning, by appointment; illness comes at any hour. */
    default boolean isPlanned() {
        return true;
    }

    void play(JourneySimulation journey);
}
