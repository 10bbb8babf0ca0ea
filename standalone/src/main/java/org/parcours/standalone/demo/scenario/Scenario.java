package org.parcours.standalone.demo.scenario;

import org.parcours.standalone.demo.masterdata.PatientProfile;
import org.parcours.standalone.demo.source.PatientJourneyMessageGenerator;

/** One scripted course of care. */
abstract class Scenario {

    enum Start {
        /** In the morning, by appointment. */
        PLANNED,
        /** At any hour. */
        EMERGENCY
    }

    final PatientProfile patientProfile;
    final int durationDays;
    final Start start;

    /** @param durationDays in real time */
    Scenario(PatientProfile patientProfile, int durationDays, Start start) {
        this.patientProfile = patientProfile;
        this.durationDays = durationDays;
        this.start = start;
    }

    abstract void play(PatientJourneyMessageGenerator journey);
}
