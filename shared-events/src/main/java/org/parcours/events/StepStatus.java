package org.parcours.events;

/** The life of a step: planned, in progress, done; or it ends before that. */
public enum StepStatus {
    PLANNED,
    IN_PROGRESS,
    DONE,
    CANCELLED,
    /** Interrupted, to be continued. */
    ON_HOLD,
    /** Ended after it began, and not completed. */
    STOPPED,
    /** Reported as not done. */
    NOT_DONE,
    /** Reported by mistake: it never was. */
    WITHDRAWN,
    /** The application does not know which one applies. */
    UNKNOWN;

    /** Whether nothing of it happened, or will. */
    public boolean isVoid() {
        return this == CANCELLED || this == NOT_DONE || this == WITHDRAWN;
    }
}
