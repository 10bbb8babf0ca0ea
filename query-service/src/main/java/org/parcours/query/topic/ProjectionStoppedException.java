package org.parcours.query.topic;

import org.parcours.query.views.ProjectionStatus.StopCause;

/** What the topic has does not continue what the views have. */
public final class ProjectionStoppedException extends RuntimeException {

    private final StopCause cause;

    public ProjectionStoppedException(StopCause cause, String message) {
        super(message);
        this.cause = cause;
    }

    public StopCause stopCause() {
        return cause;
    }
}
