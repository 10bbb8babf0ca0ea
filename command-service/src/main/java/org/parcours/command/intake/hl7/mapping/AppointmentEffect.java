package org.parcours.command.intake.hl7.mapping;

/** What an SIU reports about its appointment. */
public enum AppointmentEffect {
    BOOKED,
    CHANGED,
    CANCELLED,
    MISSED,
    /** The patient is there, or was there. */
    ARRIVED
}
