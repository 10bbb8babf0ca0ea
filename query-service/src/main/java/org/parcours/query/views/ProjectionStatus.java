package org.parcours.query.views;

import java.time.Instant;
import java.util.Optional;

/** How current the views are. Implemented by the projection; shown in the header of each page. */
public interface ProjectionStatus {

    enum State {
        LIVE,
        CATCHING_UP,
        /** Kafka or MongoDB is unavailable; the projection retries. */
        WAITING,
        /** The event log is inconsistent; an operator has to act. */
        STOPPED
    }

    State state();

    /** When the newest event in the views was recorded; empty before the first event. */
    Optional<Instant> newestRecordedAt();
}
