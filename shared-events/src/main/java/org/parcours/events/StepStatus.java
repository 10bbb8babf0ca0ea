package org.parcours.events;

/** The life of a step: planned -> in progress -> done, or cancelled. */
public enum StepStatus {
    PLANNED,
    IN_PROGRESS,
    DONE,
    CANCELLED
}
