package org.parcours.events;

/** The kind of a movement; later corrections do not change it. */
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
