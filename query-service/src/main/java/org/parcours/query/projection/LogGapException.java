package org.parcours.query.projection;

/** A position of the log is missing. The projection stops rather than show an incomplete timeline. */
final class LogGapException extends RuntimeException {

    LogGapException(long expected, long found) {
        super("Expected position " + expected + " in the log, found " + found);
    }
}
