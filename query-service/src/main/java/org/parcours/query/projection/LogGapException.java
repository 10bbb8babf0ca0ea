package org.parcours.query.projection;

/** An event is missing. Going on would show a journey with a hole in it, so nothing goes on. */
final class LogGapException extends RuntimeException {

    LogGapException(long expected, long found) {
        super("Expected position " + expected + " in the log, found " + found);
    }
}
