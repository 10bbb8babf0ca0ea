package org.parcours.events;

/** What a movement does to a stay, whatever its later corrections say. */
public enum MovementKind {
    PRE_ADMISSION,
    ADMISSION,
    TRANSFER,
    CLASS_CHANGE,
    DOCTOR_CHANGE,
    LEAVE_START,
    LEAVE_END,
    DISCHARGE_PLAN,
    DISCHARGE
}
