package org.parcours.query.projection;

import java.time.Instant;

/**
 * How far the views have come.
 *
 * @param position the last event applied; 0 before the first
 * @param offset its place in the topic; -1 where it is not known
 * @param recordedAt when that event was recorded
 * @param unshown how many documents are markers of what could not be shown
 */
record Progress(long position, long offset, Instant recordedAt, long unshown) {

    static final Progress NONE = new Progress(0, -1, Instant.EPOCH, 0);
}
