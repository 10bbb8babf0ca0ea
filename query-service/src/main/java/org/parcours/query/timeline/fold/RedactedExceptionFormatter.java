package org.parcours.query.timeline.fold;

import java.util.Arrays;

/** Describes an exception for a log line: class and top stack frames, without the message, which may quote an identity. */
public final class RedactedExceptionFormatter {

    private static final int FRAMES = 3;

    private RedactedExceptionFormatter() {}

    public static String of(RuntimeException e) {
        return e.getClass().getName() + " "
                + Arrays.stream(e.getStackTrace()).limit(FRAMES).toList();
    }
}
