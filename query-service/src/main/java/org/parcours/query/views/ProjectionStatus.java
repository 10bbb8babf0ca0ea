package org.parcours.query.views;

import java.time.Instant;
import java.util.Optional;

/** How current the views are. The projection knows; health and every page say it. */
public interface ProjectionStatus {

    enum State {
        LIVE,
        CATCHING_UP,
        WAITING,
        STOPPED
    }

    State state();

    /** When the newest event was recorded that the views hold; empty before the first. */
    Optional<Instant> newestRecordedAt();
}
