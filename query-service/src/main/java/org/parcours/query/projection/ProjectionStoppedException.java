package org.parcours.query.projection;

import org.parcours.query.views.ProjectionStatus.StopCause;

/** What the topic has does not continue what the views have. */
final class ProjectionStoppedException extends RuntimeException {

    private final StopCause cause;

    ProjectionStoppedException(StopCause cause, String message) {
        super(message);
        this.cause = cause;
    }

    StopCause stopCause() {
        return cause;
    }
}
