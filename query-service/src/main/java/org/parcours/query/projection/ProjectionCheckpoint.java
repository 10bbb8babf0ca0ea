package org.parcours.query.projection;

import java.time.Instant;

/**
 * @param position the position of the last event applied; 0 before the first
 * @param offset its offset in the topic; -1 where unknown
 * @param recordedAt when that event was recorded
 * @param failedDocuments the number of documents that are markers
 */
record ProjectionCheckpoint(long position, long offset, Instant recordedAt, long failedDocuments) {

    static final ProjectionCheckpoint NONE = new ProjectionCheckpoint(0, -1, Instant.EPOCH, 0);
}
