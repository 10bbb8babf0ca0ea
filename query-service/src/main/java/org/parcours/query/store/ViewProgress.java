package org.parcours.query.store;

import java.time.Instant;

/**
 * How far a generation has come.
 *
 * @param position in the log, up to which all events are applied; 0 before the first
 * @param offset in the topic, of the event at this position; -1 where it is unknown
 * @param recordedAt of the event at this position
 * @param failedDocuments how many documents are markers of something that could not be shown
 * @param chain the hash by which the log continues after this event; empty where the topic did not have it
 */
public record ViewProgress(long position, long offset, Instant recordedAt, long failedDocuments, String chain) {

    public static final ViewProgress NONE = new ViewProgress(0, -1, Instant.EPOCH, 0, "");
}
