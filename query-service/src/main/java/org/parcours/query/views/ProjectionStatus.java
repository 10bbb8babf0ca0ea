package org.parcours.query.views;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How current the views are. Implemented by the projection; shown in the header of each page. */
public interface ProjectionStatus {

    enum State {
        LIVE,
        CATCHING_UP,
        /** Kafka or the database is unavailable; the projection retries. */
        WAITING,
        /** What the topic has does not continue what the views have; an operator has to act. */
        STOPPED
    }

    /** Why the projection has stopped. The first five have the names that the publisher uses. */
    enum StopCause {
        LOG_IS_OLDER,
        LOG_DIFFERS,
        TOPIC_DELETED,
        TOPIC_INCOMPLETE,
        FOREIGN_RECORD,
        POSITION_MISSING,
        EVENT_UNREADABLE,
        SEVERAL_PARTITIONS,
        OTHER
    }

    State state();

    /** Whether damaged views were replaced and the new ones are still incomplete. */
    boolean isRebuilding();

    /** Empty where it has not stopped. */
    Optional<StopCause> stopCause();

    /** When the newest event in the views was recorded; empty before the first event. */
    Optional<Instant> newestRecordedAt();

    /** For how long events may have been recorded that the views lack; zero while they are up to date. */
    Duration lag();

    /** {@link #lag} where it is so long that a page has to say it. */
    Optional<Duration> notableLag();
}
