package org.parcours.query.projection;

import java.time.Instant;

/**
 * How far the views have come.
 *
 * @param position the last event applied; 0 before the first
 * @param offset its place in the topic; -1 where it is not known
 * @param recordedAt when that event was recorded
 * @param failedDocuments how many documents are markers of what could not be shown
 */
record ProjectionProgress(long position, long offset, Instant recordedAt, long failedDocuments) {

    static final ProjectionProgress NONE = new ProjectionProgress(0, -1, Instant.EPOCH, 0);
}
