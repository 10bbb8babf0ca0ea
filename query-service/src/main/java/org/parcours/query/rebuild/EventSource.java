package org.parcours.query.rebuild;

import java.util.List;
import java.util.Optional;
import org.parcours.query.topic.EventRecord;

/** All events up to one moment, in log order. */
interface EventSource {

    /** The next ones, perhaps none yet; empty at the end. */
    Optional<List<EventRecord>> next();

    /** How many of {@link #size} have been read, about. */
    long read();

    /** How many there are, about. */
    long size();
}
